import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readRequestFile, writeRequestFile } from '../../../src/store/requestFile';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';
import { sampleRequest } from './runSamples';

describe('request.json', () => {
  it('is read as it was written, every character of the config', async () => {
    const directory = await temporaryFolder();
    const request = { ...sampleRequest, config: { ...sampleRequest.config, text: '// ü\r\n\t{"kind": "sae",}\n\n' } };
    await writeRequestFile(directory, request);
    expect(await readRequestFile(directory)).toEqual(request);
  });

  it('need not be there', async () => {
    expect(await readRequestFile(await temporaryFolder())).toBeUndefined();
  });

  it.each<[string, unknown, string]>([
    ['without a config', { ...sampleRequest, config: undefined }, 'at config'],
    ['with a key that means nothing', { ...sampleRequest, provider: 'cpu' }, 'provider'],
    ['with a relative config', { ...sampleRequest, config: { file: 'a.quanta.json', text: '' } }, 'absolute path'],
    ['with a relative workspace', { ...sampleRequest, workspace: '.' }, 'absolute path, found .'],
  ])('%s is refused by name', async (_, content, message) => {
    const directory = await temporaryFolder();
    const path = await writeAt(join(directory, 'request.json'), JSON.stringify(content));
    await expect(readRequestFile(directory)).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(path) as string,
    });
    await expect(readRequestFile(directory)).rejects.toThrow(message);
  });

  it('is not written with a relative path', async () => {
    const directory = await temporaryFolder();
    await expect(writeRequestFile(directory, { ...sampleRequest, workspace: 'here' })).rejects.toThrow('found here');
    expect(await readRequestFile(directory)).toBeUndefined();
  });
});
