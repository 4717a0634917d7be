import { existsSync } from 'node:fs';
import { link, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FileLock } from '../../../src/store/fileLock';
import { readRequestFile } from '../../../src/store/requestFile';
import { RunLock } from '../../../src/store/runLock';
import { readStatus, writeStatus } from '../../../src/store/statusFile';
import { makeSweep } from '../../support/madeSweep';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';
import { sampleStatus } from '../store/runSamples';
import { HOST, names, openQueue } from './queueFixture';

const NEVER_ALIVE = 999;

describe('queueing a config', () => {
  it('keeps its text, announces its process, and has it known at once', async () => {
    const { queue, runs, runsFolder, workspace, processes, launches, enqueue } = await openQueue();
    const directory = await enqueue('quick', { k: 4 });
    await launches(1);
    expect(await readRequestFile(directory)).toEqual({
      created: expect.stringMatching(/^\d{4}-.*Z$/) as string,
      workspace,
      config: { file: join(workspace, 'quick.quanta.json'), text: '{"kind":"sae","model":"mix","k":4}' },
    });
    const [pid] = processes.alive.keys();
    await expect
      .poll(() => runs.get(directory)?.status)
      .toMatchObject({ state: 'running', pid, host: HOST, progress: null });
    await queue.whenIdle();
    expect(existsSync(join(directory, 'lock'))).toBe(false);
    expect(await readdir(runsFolder)).toEqual([runs.get(directory)!.id]);
  });

  it('leaves nothing behind where the run cannot be made', async () => {
    const { queue, workspace, runsFolder } = await openQueue();
    const config = { file: join(workspace, 'a.quanta.json'), text: '{}' };
    const asFile = await writeAt(join(workspace, 'file'));
    await expect(queue.enqueue(config, { runsFolder: asFile, workspace })).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`cannot make a run in ${asFile}`) as string,
    });
    const relative = { ...config, file: 'a.quanta.json' };
    await expect(queue.enqueue(relative, { runsFolder, workspace })).rejects.toThrow('found a.quanta.json');
    expect(await readdir(runsFolder)).toEqual([]);
  });
});

describe('the queue', () => {
  it('starts one run after another on a device, in the order in which they were queued', async () => {
    // A clock that stands still: the order does not come from it alone.
    const { processes, enqueue, launches, settle, stateOf } = await openQueue(() => new Date('2026-03-09T12:00:00Z'));
    const directories: string[] = [];
    for (const name of ['c', 'a', 'b', 'a']) directories.push(await enqueue(name));
    for (const [i, directory] of directories.entries()) {
      await launches(i + 1);
      await settle();
      expect(processes.launched).toHaveLength(i + 1);
      expect(await stateOf(directory)).toBe('running');
      await processes.end(directory, { state: 'done' });
    }
    expect(names(processes.launched)).toEqual(['c', 'a', 'b', 'a-2']);
  });

  it('lets a sweep wait for its device like a run, but for one whose trials a cluster trains', async () => {
    const { enqueue, launches, processes, stateOf } = await openQueue();
    const sweep = { kind: 'sweep', space: { k: [1, 2] } };
    await enqueue('a');
    const waiting = await enqueue('b', sweep);
    await enqueue('c', { ...sweep, executor: 'slurm' });
    await launches(2);
    expect(names(processes.launched)).toEqual(['a', 'c']);
    expect(await stateOf(waiting)).toBe('queued');
  });

  it('uses all devices at once', async () => {
    const { processes, enqueue, settle, launches } = await openQueue();
    const first = await enqueue('a');
    await enqueue('b');
    await enqueue('c', { device: 1 });
    await enqueue('d', { device: 1 });
    await settle();
    expect(names(processes.launched)).toEqual(['a', 'c']);
    await processes.end(first, { state: 'done' });
    await launches(3);
    expect(names(processes.launched)).toEqual(['a', 'c', 'b']);
  });

  it('waits for a run that a terminal has begun, and not for one of another machine', async () => {
    const { processes, others, makeRun, enqueue, settle, launches } = await openQueue();
    others.add(77);
    const terminals = await makeRun('terminal', { state: 'running', pid: 77 }, 1);
    await makeRun('cluster', { state: 'running', host: 'cluster' }, 2);
    await enqueue('a', { device: 1 });
    await enqueue('b', { device: 2 });
    await settle();
    expect(names(processes.launched)).toEqual(['b']);
    await writeStatus(terminals, { ...(await readStatus(terminals)), state: 'done' });
    await settle();
    await launches(2);
    expect(names(processes.launched)).toEqual(['b', 'a']);
  });

  it('starts the next run when a process dies, and marks the one that died', async () => {
    const { processes, enqueue, launches, stateOf } = await openQueue();
    const first = await enqueue('a');
    await enqueue('b');
    await launches(1);
    await processes.end(first);
    await launches(2);
    expect(await stateOf(first)).toBe('failed');
  });

  it('starts nothing while it is paused, nor after it was disposed of', async () => {
    const { queue, processes, enqueue, settle, launches, stateOf } = await openQueue();
    queue.paused = true;
    const first = await enqueue('a');
    await settle();
    expect(processes.launched).toEqual([]);
    expect(await stateOf(first)).toBe('queued');
    queue.paused = false;
    await launches(1);
    const second = await enqueue('b');
    await queue.dispose();
    await processes.end(first, { state: 'done' });
    await settle();
    expect(await stateOf(second)).toBe('queued');
  });

  it('starts what a window has left that is gone, and nothing that waits for another window', async () => {
    const { processes, others, makeRun, settle, stateOf } = await openQueue();
    others.add(77);
    const left = await makeRun('left', { state: 'queued', pid: NEVER_ALIVE });
    const anothers = await makeRun('another', { state: 'queued', pid: 77 }, 1);
    const elsewhere = await makeRun('elsewhere', { state: 'queued', pid: NEVER_ALIVE, host: 'cluster' }, 2);
    await settle();
    expect(processes.launched).toEqual(['left']);
    expect(await Promise.all([left, anothers, elsewhere].map(stateOf))).toEqual(['running', 'queued', 'queued']);
    others.clear();
    await settle();
    expect(processes.launched).toEqual(['left', 'another']);
  });

  it('lets another window decide first, and then looks again', async () => {
    const { processes, observer, runsFolder, enqueue, settle, launches } = await openQueue();
    await enqueue('a', { device: 1 });
    await launches(1);
    const other = (await FileLock.tryTake(join(runsFolder, '.queue.lock'), observer))!;
    expect(other).toBeDefined();
    await enqueue('b');
    await settle();
    expect(processes.launched).toHaveLength(1);
    await other.release();
    await settle();
    expect(processes.launched).toHaveLength(2);
  });

  it('leaves a run alone that another process has taken, and goes on when it is let go', async () => {
    const { queue, processes, observer, enqueue, settle, stateOf } = await openQueue();
    queue.paused = true;
    const directory = await enqueue('a');
    const lock = await RunLock.take(directory, observer);
    queue.paused = false;
    await settle();
    expect(processes.launched).toEqual([]);
    expect(await stateOf(directory)).toBe('queued');
    await lock.release();
    await settle();
    expect(processes.launched).toHaveLength(1);
  });

  it('holds nothing while it finds out how to start a run', async () => {
    const { queue, runs, runsFolder, processes, enqueue, stateOf } = await openQueue();
    let beReady: () => void = () => undefined;
    processes.ready = new Promise((resolve) => (beReady = resolve));
    const directory = await enqueue('a');
    await runs.refresh();
    expect(existsSync(join(runsFolder, '.queue.lock'))).toBe(false);
    await queue.stop(directory);
    beReady();
    await queue.whenIdle();
    expect(processes.launched).toEqual([]);
    expect(await stateOf(directory)).toBe('stopped');
  });
});

describe('resuming', () => {
  it.each(['stopped', 'failed'] as const)(
    'lets a run that %s wait behind the others, with all it has achieved',
    async (state) => {
      const { queue, processes, makeRun, enqueue, launches, settle } = await openQueue();
      const result = { score: 1, loss: 0.5, density: 0.25, neurons_used: 3, best_epoch: 1 };
      const directory = await makeRun('old', {
        state,
        pid: NEVER_ALIVE,
        result,
        error: state === 'failed' ? 'no' : null,
      });
      await writeAt(join(directory, 'stop'));
      const first = await enqueue('a');
      await queue.resume(directory);
      await settle();
      expect(await readStatus(directory)).toMatchObject({
        state: 'queued',
        pid: process.pid,
        progress: sampleStatus.progress,
        result,
        error: null,
      });
      expect(existsSync(join(directory, 'stop'))).toBe(false);
      await processes.end(first, { state: 'done' });
      await launches(2);
      await settle();
      expect(await readStatus(directory)).toMatchObject({
        state: 'running',
        progress: sampleStatus.progress,
        result: null,
      });
    },
  );

  it('goes on with a run whose process hangs or went unseen', async () => {
    const { queue, others, makeRun, launches } = await openQueue();
    others.add(77);
    const long = new Date(Date.now() - 60_000).toISOString();
    await queue.resume(await makeRun('hung', { state: 'running', pid: 77, heartbeat: long }));
    await launches(1);
  });

  it.each([
    ['done', /it is finished/],
    ['running', /process 77 on here is training it/],
    ['stopping', /process 77 on here is training it/],
    ['queued', /it waits for its turn already/],
  ] as const)('is refused for a run that is %s', async (state, message) => {
    const { queue, others, makeRun, runs } = await openQueue();
    others.add(77);
    const directory = await makeRun('a', { state, pid: 77 });
    await expect(queue.resume(directory)).rejects.toMatchObject({ name: 'UserError' });
    await expect(queue.resume(directory)).rejects.toThrow(message);
    await runs.refresh();
    expect((await readStatus(directory)).state).toBe(state);
  });

  it('goes on with a sweep that was stopped, and keeps what it had come to', async () => {
    const { queue, runsFolder, launches } = await openQueue();
    const directory = join(runsFolder, '1-grid');
    await makeSweep(directory, { trials: 2, status: { state: 'stopped' } });
    const { sweep } = await readStatus(directory);
    await queue.resume(directory);
    await launches(1);
    expect(await readStatus(directory)).toMatchObject({ state: 'running', sweep });
  });

  it('is refused where there is no run, and where another process has it', async () => {
    const { queue, observer, makeRun } = await openQueue();
    const nothing = await temporaryFolder();
    await expect(queue.resume(nothing)).rejects.toThrow('there is no run here to resume');
    const directory = await makeRun('a', { state: 'stopped' });
    await RunLock.take(directory, observer);
    await expect(queue.resume(directory)).rejects.toThrow(`process ${process.pid} on here`);
  });
});

describe('stopping', () => {
  it('writes through no link that has the name of the request to stop', async () => {
    const { queue, others, makeRun, workspace } = await openQueue();
    others.add(77);
    const directory = await makeRun('a', { state: 'running', pid: 77 });
    const outside = await writeAt(join(workspace, 'outside'), 'kept');
    // A second name of the same file shows it as a link does, and needs no rights on Windows.
    await link(outside, join(directory, 'stop'));
    await queue.stop(directory);
    expect(await readFile(outside, 'utf8')).toBe('kept');
  });

  it('takes a run out of the queue, whichever window it waits for', async () => {
    const { queue, processes, others, enqueue, makeRun, settle, stateOf } = await openQueue();
    others.add(77);
    const first = await enqueue('a');
    const second = await enqueue('b');
    const anothers = await makeRun('c', { state: 'queued', pid: 77 });
    await queue.stop(second);
    await queue.stop(anothers);
    expect(await Promise.all([second, anothers].map(stateOf))).toEqual(['stopped', 'stopped']);
    await processes.end(first, { state: 'done' });
    await settle();
    expect(names(processes.launched)).toEqual(['a']);
    await queue.resume(second);
    await settle();
    expect(names(processes.launched)).toEqual(['a', 'b']);
  });

  it('asks a process that trains to stop, once', async () => {
    const { queue, others, makeRun } = await openQueue();
    others.add(77);
    const directory = await makeRun('a', { state: 'running', pid: 77 });
    await queue.stop(directory);
    expect(existsSync(join(directory, 'stop'))).toBe(true);
    const stopping = await makeRun('b', { state: 'stopping', pid: 77 });
    await queue.stop(stopping);
    expect(existsSync(join(stopping, 'stop'))).toBe(false);
  });

  it('asks the process to stop that is about to train a run', async () => {
    const { queue, others, observer, makeRun, stateOf } = await openQueue();
    others.add(77);
    const directory = await makeRun('a', { state: 'queued', pid: 77 });
    await RunLock.take(directory, observer);
    await queue.stop(directory);
    expect(existsSync(join(directory, 'stop'))).toBe(true);
    expect(await stateOf(directory)).toBe('queued');
  });

  it.each(['stopped', 'done', 'failed'] as const)('is refused for a run that is %s', async (state) => {
    const { queue, makeRun } = await openQueue();
    const directory = await makeRun('a', { state });
    await expect(queue.stop(directory)).rejects.toMatchObject({ name: 'UserError' });
    await expect(queue.stop(directory)).rejects.toThrow(`nothing to stop: this run is ${state}`);
    expect(existsSync(join(directory, 'stop'))).toBe(false);
  });
});
