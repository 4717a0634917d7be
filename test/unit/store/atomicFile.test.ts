import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { retryWhileHeld, writeFileAtomically, writeJsonAtomically } from '../../../src/store/atomicFile';
import { temporaryFolder } from '../../support/temporaryFolder';

const failure = (code: string) => Object.assign(new Error(code), { code });

describe('writeFileAtomically', () => {
  it('never shows a reader a part of a file', async () => {
    const path = join(await temporaryFolder(), 'status.json');
    const contents = ['a', 'b', 'c'].map((letter) => letter.repeat(1_000_000));
    await writeFileAtomically(path, contents[0]!);

    let isWriting = true;
    const write = async () => {
      for (let i = 0; i < 30; i++) await writeFileAtomically(path, contents[i % 3]!);
      isWriting = false;
    };
    const seen = new Set<string>();
    const read = async () => {
      while (isWriting) seen.add(await readFile(path, 'utf8'));
    };
    await Promise.all([write(), read(), read()]);

    expect(seen.size).toBeGreaterThan(1);
    for (const text of seen) expect(contents.includes(text)).toBe(true);
  });

  it('takes bytes and parts', async () => {
    const path = join(await temporaryFolder(), 'weights.bin');
    await writeFileAtomically(path, Uint8Array.of(1, 2));
    expect([...(await readFile(path))]).toEqual([1, 2]);
    await writeFileAtomically(path, [Uint8Array.of(3), Uint8Array.of(4, 5)]);
    expect([...(await readFile(path))]).toEqual([3, 4, 5]);
  });

  it('leaves the old content, and nothing else, where writing fails', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'run.json');
    await writeJsonAtomically(path, { k: 1 });
    const broken = (function* () {
      yield Uint8Array.of(1);
      throw new Error('disk full');
    })();
    await expect(writeFileAtomically(path, broken)).rejects.toThrow('disk full');
    expect(await readdir(folder)).toEqual(['run.json']);
    expect(await readFile(path, 'utf8')).toBe('{\n  "k": 1\n}\n');
  });
});

describe('retryWhileHeld', () => {
  it.each(['EPERM', 'EBUSY', 'EACCES'])('tries again after %s', async (code) => {
    let attempts = 0;
    const operation = () => (++attempts < 3 ? Promise.reject(failure(code)) : Promise.resolve('done'));
    await expect(retryWhileHeld(operation)).resolves.toBe('done');
    expect(attempts).toBe(3);
  });

  it('does not hide other failures', async () => {
    let attempts = 0;
    const operation = () => {
      attempts++;
      return Promise.reject(failure('ENOSPC'));
    };
    await expect(retryWhileHeld(operation)).rejects.toThrow('ENOSPC');
    expect(attempts).toBe(1);
  });
});
