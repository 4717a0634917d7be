import { describe, expect, it } from 'vitest';
import { askedProvider, providerSetting } from '../../../src/core/run/askedProvider';

describe('the provider that a run asks for', () => {
  it.each([
    ['cuda', 'webgpu', 'cpu', 'cuda', 'flag'],
    ['auto', 'webgpu', 'cpu', 'auto', 'flag'],
    [undefined, 'webgpu', 'cpu', 'webgpu', 'config'],
    [undefined, 'auto', 'cpu', 'auto', 'config'],
    [undefined, undefined, 'cpu', 'cpu', 'setting'],
    [undefined, undefined, undefined, 'auto', 'default'],
  ] as const)(
    'with the flag %s, the config %s and the setting %s is %s',
    (flag, provider, setting, asked, asked_by) => {
      const config = provider === undefined ? {} : { provider };
      expect(askedProvider(flag, config, setting)).toEqual({ asked, asked_by });
    },
  );
});

describe('the setting', () => {
  it('is what the environment says, where it says something', () => {
    expect(providerSetting({ QUANTA_PROVIDER: 'webgpu' })).toBe('webgpu');
    expect(providerSetting({ QUANTA_PROVIDER: '' })).toBeUndefined();
    expect(providerSetting({})).toBeUndefined();
  });

  it('is refused where there is no such provider', () => {
    expect(() => providerSetting({ QUANTA_PROVIDER: 'gpu' })).toThrow(
      /^QUANTA_PROVIDER \(in VS Code: the setting quanta\.provider\): expected "auto" or .*, found "gpu"$/,
    );
  });
});
