import { describe, expect, it } from 'vitest';
import { proxyVariables } from '../../../src/extension/cuda/proxyVariables';

describe('the editor’s proxy', () => {
  const settings = { proxy: 'http://proxy:3128', noProxy: ['localhost', 'intern.example'] };

  it('is named to the process by variables', () => {
    expect(proxyVariables(settings, {})).toEqual({
      https_proxy: 'http://proxy:3128',
      no_proxy: 'localhost,intern.example',
    });
    expect(proxyVariables({ ...settings, noProxy: [] }, {})).not.toHaveProperty('no_proxy');
    for (const name of ['NO_PROXY', 'no_proxy']) {
      expect(proxyVariables(settings, { [name]: 'mine.example' })).toEqual({ https_proxy: 'http://proxy:3128' });
    }
  });

  it('is not where there is none, or the environment names one', () => {
    expect(proxyVariables({ ...settings, proxy: '' }, {})).toEqual({});
    for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy']) {
      expect(proxyVariables(settings, { [name]: 'http://mine' })).toEqual({});
    }
  });
});
