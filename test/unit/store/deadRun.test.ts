import { existsSync, writeFileSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../../src/core/run/runStatus';
import { markDeadAsFailed } from '../../../src/store/deadRun';
import type { Observer } from '../../../src/store/displayState';
import { runPaths } from '../../../src/store/runDirectory';
import { RunLock } from '../../../src/store/runLock';
import { readStatus, writeStatus } from '../../../src/store/statusFile';
import { temporaryFolder } from '../../support/temporaryFolder';
import { sampleStatus } from './runSamples';

const LONG_AFTER = new Date('2026-03-09T18:00:00.000Z');

const observer = (...alive: number[]): Observer => ({
  host: sampleStatus.host,
  now: () => LONG_AFTER,
  isProcessAlive: (pid) => alive.includes(pid),
});

async function runThatIs(status: Partial<RunStatus>): Promise<string> {
  const directory = await temporaryFolder();
  await writeStatus(directory, { ...sampleStatus, ...status });
  return directory;
}

describe('markDeadAsFailed', () => {
  it.each(['running', 'stopping'] as const)(
    'says of a run that is %s without a process why it failed',
    async (state) => {
      const directory = await runThatIs({ state });
      await writeFile(runPaths(directory).log, 'Epoch 1\n');
      expect(await markDeadAsFailed(directory, observer())).toBe(true);

      const status = await readStatus(directory);
      expect(status).toEqual({ ...sampleStatus, state: 'failed', error: status.error });
      expect(status.error).toMatch(
        /^The training process ended without saying why: it was killed, .* last checkpoint\.$/,
      );
      expect(await readFile(runPaths(directory).log, 'utf8')).toBe(
        `Epoch 1\n${LONG_AFTER.toISOString()} Failed: ${status.error}\n`,
      );
      expect(existsSync(runPaths(directory).lock)).toBe(false);
    },
  );

  it.each([
    [{ code: 134, signal: null }, 'why (exit code 134): it was'],
    [{ code: null, signal: 'SIGKILL' }, 'why (SIGKILL): it was'],
  ])('says how the process ended: %j', async (exit, text) => {
    const directory = await runThatIs({});
    await markDeadAsFailed(directory, observer(), exit);
    expect((await readStatus(directory)).error).toContain(text);
  });

  it.each<[string, Partial<RunStatus>, Observer]>([
    ['whose process lives, however old its heartbeat is: the machine may have slept', {}, observer(sampleStatus.pid)],
    ['of another machine', { host: 'cluster' }, observer()],
    ['that waits', { state: 'queued' }, observer()],
    ['that was stopped', { state: 'stopped' }, observer()],
    ['that is done', { state: 'done' }, observer()],
  ])('leaves a run alone %s', async (_, status, from) => {
    const directory = await runThatIs(status);
    expect(await markDeadAsFailed(directory, from)).toBe(false);
    expect(await readStatus(directory)).toEqual({ ...sampleStatus, ...status });
    expect(existsSync(runPaths(directory).log)).toBe(false);
  });

  it('leaves a run to the process that is resuming it', async () => {
    const directory = await runThatIs({});
    // This machine's clock: a lock's age is its file's.
    const from = { ...observer(process.pid), now: () => new Date() };
    const lock = await RunLock.take(directory, from);
    expect(await markDeadAsFailed(directory, from)).toBe(false);
    expect(await readStatus(directory)).toEqual(sampleStatus);
    await lock.release();
    expect(await markDeadAsFailed(directory, from)).toBe(true);
  });

  it('marks a run once, however many see it dead at the same moment', async () => {
    const directory = await runThatIs({});
    const from = { ...observer(process.pid), now: () => new Date() };
    const marks = await Promise.all(Array.from({ length: 20 }, () => markDeadAsFailed(directory, from)));
    expect(marks.filter((mark) => mark)).toHaveLength(1);
    expect((await readFile(runPaths(directory).log, 'utf8')).split('\n')).toHaveLength(2);
  });

  it('does not overwrite what a process has said that resumed the run meanwhile', async () => {
    const directory = await runThatIs({});
    const resumed: RunStatus = { ...sampleStatus, pid: process.pid, heartbeat: new Date().toISOString() };
    // The other process writes its status between the first look at the run and the second, under the lock.
    let looks = 0;
    const from: Observer = {
      ...observer(process.pid),
      now: () => new Date(),
      isProcessAlive: (pid) => {
        if (pid === sampleStatus.pid && looks++ === 0)
          writeFileSync(runPaths(directory).status, JSON.stringify(resumed));
        return pid === process.pid;
      },
    };
    expect(await markDeadAsFailed(directory, from)).toBe(false);
    expect(await readStatus(directory)).toEqual(resumed);
  });
});
