import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runName } from '../../../src/store/runList';
import { MAX_NAME_LENGTH, readRunName, writeRunName } from '../../../src/store/runName';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';

describe('name.txt', () => {
  it('keeps a name, less the white space around it', async () => {
    const directory = await temporaryFolder();
    expect(await readRunName(directory)).toBeUndefined();
    await writeRunName(directory, '  Größe 512, k = 16 \n');
    expect(await readRunName(directory)).toBe('Größe 512, k = 16');
  });

  it('goes with an empty name', async () => {
    const directory = await temporaryFolder();
    await writeRunName(directory, 'first');
    await writeRunName(directory, ' ');
    expect(existsSync(join(directory, 'name.txt'))).toBe(false);
    await writeRunName(directory, '');
    expect(await readRunName(directory)).toBeUndefined();
  });

  it('is no name where an editor has left only white space in it', async () => {
    const directory = await temporaryFolder();
    await writeAt(join(directory, 'name.txt'), '\n');
    expect(await readRunName(directory)).toBeUndefined();
  });

  it.each([
    ['several lines', 'a\nb', 'expected one line'],
    [
      'very much',
      'a'.repeat(MAX_NAME_LENGTH + 1),
      `at most ${MAX_NAME_LENGTH} characters, found ${MAX_NAME_LENGTH + 1}`,
    ],
  ])('is refused with %s', async (_, text, message) => {
    const directory = await temporaryFolder();
    await expect(writeRunName(directory, text)).rejects.toMatchObject({ name: 'UserError' });
    await expect(writeRunName(directory, text)).rejects.toThrow(message);
    const path = await writeAt(join(directory, 'name.txt'), text);
    await expect(readRunName(directory)).rejects.toThrow(`${path}: `);
  });
});

describe('runName', () => {
  it('is the name that was given, else the id without the time', () => {
    expect(runName({ id: '20260309-120405-quick', name: undefined })).toBe('quick');
    expect(runName({ id: '20260309-120405-quick', name: 'Best so far' })).toBe('Best so far');
  });
});
