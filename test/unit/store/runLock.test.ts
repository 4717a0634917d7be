import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Observer } from '../../../src/store/displayState';
import { runPaths } from '../../../src/store/runDirectory';
import { lockRun } from '../../../src/store/runLock';
import { temporaryFolder } from '../../support/temporaryFolder';

const observer = (alive: readonly number[]): Observer => ({
  host: 'here',
  now: () => new Date(),
  isProcessAlive: (pid) => alive.includes(pid),
});

describe('the lock of a run', () => {
  it('is for one process at a time, and goes when it is released', async () => {
    const folder = await temporaryFolder();
    const release = await lockRun(folder, observer([process.pid]));
    await expect(lockRun(folder, observer([process.pid]))).rejects.toThrow(
      `process ${process.pid} is training this run`,
    );
    await release();
    expect(existsSync(runPaths(folder).lock)).toBe(false);
    await lockRun(folder, observer([process.pid]));
  });

  it('of many that start at once, only one gets it', async () => {
    const folder = await temporaryFolder();
    const attempts = Array.from({ length: 20 }, () => lockRun(folder, observer([process.pid])).then(() => 'locked'));
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each([
    ['of a process that is gone', '{"pid": 4711, "host": "here"}'],
    ['of another machine, whose status tells how it stands', '{"pid": 1, "host": "there"}'],
  ])('%s is taken over', async (_, content) => {
    const folder = await temporaryFolder();
    await writeFile(runPaths(folder).lock, content);
    await expect(lockRun(folder, observer([1, process.pid]))).resolves.toBeTypeOf('function');
  });

  it('that was never written is taken over after a while', async () => {
    const folder = await temporaryFolder();
    await writeFile(runPaths(folder).lock, '');
    await expect(lockRun(folder, observer([]))).rejects.toThrow('has just begun');
    const later = { ...observer([]), now: () => new Date(Date.now() + 5000) };
    await expect(lockRun(folder, later)).resolves.toBeTypeOf('function');
  });
});
