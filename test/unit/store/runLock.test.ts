import { existsSync, readdirSync } from 'node:fs';
import { readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Observer } from '../../../src/store/displayState';
import { runPaths } from '../../../src/store/runDirectory';
import { RunLock } from '../../../src/store/runLock';
import { temporaryFolder } from '../../support/temporaryFolder';

const observer = (...alive: number[]): Observer => ({
  host: 'here',
  now: () => new Date(),
  isProcessAlive: (pid) => alive.includes(pid),
});

async function lockedBy(content: string, secondsAgo = 0): Promise<string> {
  const folder = await temporaryFolder();
  const { lock } = runPaths(folder);
  await writeFile(lock, content);
  const time = new Date(Date.now() - 1000 * secondsAgo);
  await utimes(lock, time, time);
  return folder;
}

describe('the lock of a run', () => {
  it('is for one process at a time, and goes when it is released', async () => {
    const folder = await temporaryFolder();
    const lock = await RunLock.take(folder, observer(process.pid));
    await expect(RunLock.take(folder, observer(process.pid))).rejects.toThrow(`process ${process.pid} on here`);
    await lock.release();
    expect(existsSync(runPaths(folder).lock)).toBe(false);
    await RunLock.take(folder, observer(process.pid));
  });

  it('names its holder from its first moment: a process that is killed leaves no lock of nobody', async () => {
    const folder = await temporaryFolder();
    const { lock } = runPaths(folder);
    const state = { isTaking: true };
    const take = async () => {
      for (let i = 0; i < 200; i++) await (await RunLock.take(folder, observer(process.pid))).release();
      state.isTaking = false;
    };
    const taken = take();
    const seen = new Set<string>();
    while (state.isTaking) {
      // It may go in the middle of this.
      const text = await readFile(lock, 'utf8').catch(() => undefined);
      if (text !== undefined) seen.add(text.replace(/"id":"[^"]+"/, '"id":"…"'));
      await turn();
    }
    await taken;
    expect([...seen]).toEqual([`{"id":"…","pid":${process.pid},"host":"here"}`]);
    expect(readdirSync(folder)).toEqual([]);
  });

  it.each([
    ['of none', undefined],
    ['of a dead one', '{"id": "a", "pid": 4711, "host": "here"}'],
  ])('%s is had by one of many that start at once', async (_, content) => {
    const folder = content === undefined ? await temporaryFolder() : await lockedBy(content);
    // Those that come late find what the others are just doing.
    const attempts = Array.from({ length: 100 }, async (_, i) => {
      await wait(i / 5);
      return RunLock.take(folder, observer(process.pid));
    });
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it('of a dead one is taken over although one died that was about to', async () => {
    const dead = '{"id": "a", "pid": 4711, "host": "here"}';
    const folder = await lockedBy(dead);
    await writeFile(`${runPaths(folder).lock}.a.dead`, '{"id": "b", "pid": 4712, "host": "here"}');
    await RunLock.take(folder, observer(process.pid));
    expect(readdirSync(folder)).toEqual(['lock']);
  });

  it.each<[string, string, number]>([
    ['whose process is gone', '{"id": "a", "pid": 4711, "host": "here"}', 0],
    ['whose number another process has got meanwhile', '{"id": "a", "pid": 1, "host": "here"}', 40],
    ['of another machine that says nothing any more', '{"id": "a", "pid": 1, "host": "there"}', 40],
    ['that was never written', '', 40],
  ])('%s is taken over', async (_, content, secondsAgo) => {
    const folder = await lockedBy(content, secondsAgo);
    await expect(RunLock.take(folder, observer(1, process.pid))).resolves.toBeInstanceOf(RunLock);
  });

  it.each([
    ['of another machine', '{"id": "a", "pid": 4711, "host": "there"}'],
    ['that is about to be written', ''],
  ])('%s is respected', async (_, content) => {
    const folder = await lockedBy(content);
    await expect(RunLock.take(folder, observer())).rejects.toThrow('another process is training this run');
    expect(await readFile(runPaths(folder).lock, 'utf8')).toBe(content);
  });

  it('lives on while it is renewed, and is left alone by one that lost it', async () => {
    const folder = await lockedBy('{"id": "a", "pid": 4711, "host": "here"}');
    const lock = await RunLock.take(folder, observer(process.pid));
    const long = new Date(Date.now() - 60_000);
    await utimes(runPaths(folder).lock, long, long);
    await lock.renew();
    await expect(RunLock.take(folder, observer(process.pid))).rejects.toThrow('another process');
    await utimes(runPaths(folder).lock, long, long);
    const other = await RunLock.take(folder, observer(process.pid));
    await lock.release();
    expect(existsSync(runPaths(folder).lock)).toBe(true);
    await other.release();
    expect(existsSync(runPaths(folder).lock)).toBe(false);
  });

  it('is waited for while the process holds it that starts this one', async () => {
    const starter = 4711;
    const folder = await lockedBy(`{"id": "a", "pid": ${starter}, "host": "here"}`);
    const started = RunLock.take(folder, observer(starter, process.pid), starter);
    await expect(RunLock.take(folder, observer(starter, process.pid))).rejects.toThrow(`process ${starter} on here`);
    await rm(runPaths(folder).lock);
    await expect(started).resolves.toBeInstanceOf(RunLock);
  });

  it('is not waited for while another process holds it', async () => {
    const folder = await lockedBy('{"id": "a", "pid": 4711, "host": "here"}');
    await expect(RunLock.take(folder, observer(4711), 4712)).rejects.toThrow('process 4711 on here');
    expect(await RunLock.tryTake(folder, observer(4711))).toBeUndefined();
  });
});
