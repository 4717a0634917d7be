import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { UserError } from '../../../src/core/errors';
import { withFile } from '../../../src/store/fileSource';

let directory: string;
let path: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'quanta-source-'));
  path = join(directory, 'file');
  await writeFile(path, Uint8Array.of(0, 1, 2, 3, 4));
});
afterEach(async () => {
  await rm(directory, { recursive: true });
});

const read = (offset: number, length: number) => withFile(path, (source) => source.read(offset, length));

describe('a file', () => {
  it('is read where it is asked for', async () => {
    expect(await read(1, 3)).toEqual(Uint8Array.of(1, 2, 3));
    expect(await read(5, 0)).toEqual(new Uint8Array(0));
    expect(await withFile(path, (source) => Promise.resolve(source.size))).toBe(5);
  });

  it.each([
    [3, 3],
    [6, 0],
    [-1, 1],
    [0, -1],
    [0, Infinity],
    [NaN, 1],
  ])('is refused beyond its ends: %d, %d', async (offset, length) => {
    await expect(read(offset, length)).rejects.toThrow(/file: truncated/);
    await expect(read(offset, length)).rejects.toThrow(UserError);
  });

  it('is refused where it becomes shorter in between', async () => {
    const late = withFile(path, async (source) => {
      await truncate(path, 2);
      return source.read(0, 5);
    });
    await expect(late).rejects.toThrow(/became shorter/);
  });

  it('is refused where there is none', async () => {
    const open = (at: string) => withFile(at, () => Promise.resolve());
    await expect(open(join(directory, 'none'))).rejects.toThrow(/none: there is no such file/);
    await expect(open(directory)).rejects.toThrow(/expected a file|cannot read/);
  });
});
