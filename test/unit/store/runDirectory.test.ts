import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createRunDirectory, stemOfRunId, timeOfRunId } from '../../../src/store/runDirectory';
import { temporaryFolder } from '../../support/temporaryFolder';

const noon = new Date('2026-03-09T13:04:05.678+01:00');

describe('createRunDirectory', () => {
  it.each([
    ['configs/small.quanta.json', '20260309-120405-small'],
    ['small.json', '20260309-120405-small'],
    ['small.v2.quanta.json', '20260309-120405-small.v2'],
    ['small', '20260309-120405-small'],
  ])('names a run by the UTC second and the stem of %s', async (configFile, id) => {
    const parent = join(await temporaryFolder(), '.quanta', 'runs');
    expect(await createRunDirectory(parent, configFile, noon)).toBe(join(parent, id));
    expect(await readdir(parent)).toEqual([id]);
  });

  it('never gives two runs the same directory', async () => {
    const parent = await temporaryFolder();
    const create = () => createRunDirectory(parent, 'a.quanta.json', noon);
    const directories = await Promise.all(Array.from({ length: 12 }, create));
    expect(new Set(directories).size).toBe(12);
    expect(directories.map((directory) => dirname(directory))).toEqual(Array(12).fill(parent));
    const ids = directories.map((directory) => basename(directory));
    expect(ids).toContain('20260309-120405-a');
    expect(ids).toContain('20260309-120405-a-12');
  });
});

describe('timeOfRunId', () => {
  it('reads the time back, to the second', async () => {
    const id = basename(await createRunDirectory(await temporaryFolder(), 'a.quanta.json', noon));
    expect(timeOfRunId(id)).toEqual(new Date('2026-03-09T12:04:05Z'));
  });

  it.each(['my-run', '20261399-120405-a', '20260309-120405'])('knows no time for %s', (id) => {
    expect(timeOfRunId(id)).toBeUndefined();
  });
});

describe('stemOfRunId', () => {
  it.each([
    ['20260309-120405-small', 'small'],
    ['20260309-120405-small.v2-3', 'small.v2-3'],
    ['my-run', 'my-run'],
    ['20261399-120405-a', '20261399-120405-a'],
    ['20260309-120405-', '20260309-120405-'],
  ])('of %s is %s', (id, stem) => {
    expect(stemOfRunId(id)).toBe(stem);
  });
});
