import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pathsRelativeTo, readConfigFile } from '../../../src/store/configFile';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';

const text = '{ "kind": "sae", "model": "m" }';

describe('readConfigFile', () => {
  it('reads UTF-8, with a byte order mark or without', async () => {
    const folder = await temporaryFolder();
    for (const content of [text, `\uFEFF${text}`]) {
      const path = await writeAt(join(folder, 'a.quanta.json'), content);
      expect((await readConfigFile(path)).config).toEqual({ kind: 'sae', model: 'm' });
    }
  });

  it('refuses other encodings', async () => {
    const path = join(await temporaryFolder(), 'a.quanta.json');
    await writeFile(path, `\uFEFF${text}`, 'utf16le');
    await expect(readConfigFile(path)).rejects.toThrow(`${path}: expected UTF-8 text`);
  });

  it('says what is missing or no file', async () => {
    const folder = await temporaryFolder();
    await expect(readConfigFile(join(folder, 'b.json'))).rejects.toThrow(`${join(folder, 'b.json')}: there is no such`);
    await expect(readConfigFile(folder)).rejects.toThrow(`cannot read ${folder}`);
  });
});

describe('pathsRelativeTo', () => {
  it("starts from the file's folder", () => {
    const absolute = pathsRelativeTo(join('/work', 'configs', 'a.quanta.json'));
    expect(absolute('../q.txt')).toBe(join('/work', 'q.txt'));
    expect(absolute('/data/q.txt')).toBe('/data/q.txt');
  });
});
