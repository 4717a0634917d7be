import { mkdir, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { RunStatus } from '../../../src/core/run/runStatus';
import type { Observer } from '../../../src/store/displayState';
import { RunCollection, type RunChanges } from '../../../src/store/runCollection';
import { writeRunFile } from '../../../src/store/runFile';
import * as runList from '../../../src/store/runList';
import { writeRunName } from '../../../src/store/runName';
import { RunLock } from '../../../src/store/runLock';
import { readStatus, writeStatus } from '../../../src/store/statusFile';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';
import { sampleRun, sampleStatus } from './runSamples';

vi.mock('../../../src/store/runList', { spy: true });

/** This machine's clock, since it is compared with those of files; of the processes only these live. */
const observer = (...alive: number[]): Observer => ({
  host: sampleStatus.host,
  now: () => new Date(),
  isProcessAlive: (pid) => alive.includes(pid),
});

const statusOf = (status: Partial<RunStatus>): RunStatus => ({
  ...sampleStatus,
  heartbeat: new Date().toISOString(),
  ...status,
});

async function makeRun(folder: string, id: string, status: Partial<RunStatus> = { state: 'done' }): Promise<string> {
  const directory = join(folder, id);
  await mkdir(directory, { recursive: true });
  await writeRunFile(directory, sampleRun);
  await writeStatus(directory, statusOf(status));
  return directory;
}

/** As if a directory had been left alone for a minute: changes within the last seconds may be followed by others. */
async function letSettle(directory: string): Promise<void> {
  const minuteAgo = new Date(Date.now() - 60_000);
  await utimes(directory, minuteAgo, minuteAgo);
}

/** A collection of a new folder's runs, with all that it tells. */
async function collectionOf(from: Observer = observer(sampleStatus.pid)) {
  const folder = await temporaryFolder();
  const runs = new RunCollection(from);
  onTestFinished(() => runs.dispose());
  const told: string[][] = [];
  const ids = (summaries: RunChanges['added'], sign: string) => summaries.map(({ id }) => sign + id);
  runs.onChange(({ added, changed, removed }) => {
    told.push([...ids(added, '+'), ...ids(changed, '~'), ...ids(removed, '-')]);
  });
  return { folder, runs, told };
}

describe('a collection of runs', () => {
  it('has the runs of several folders, newest first, each by its directory', async () => {
    const { folder, runs, told } = await collectionOf();
    const other = await temporaryFolder();
    const [a, b, c] = [await makeRun(folder, '1-a'), await makeRun(other, '3-b'), await makeRun(folder, '2-c')];
    await mkdir(join(folder, 'no run'));
    await runs.setFolders([folder, other, folder]);
    expect(runs.all.map(({ directory }) => directory)).toEqual([b, c, a]);
    expect(runs.get(c)).toMatchObject({ id: '2-c', state: 'done', run: sampleRun });
    expect(runs.get(join(folder, 'no run'))).toBeUndefined();
    expect(told.map((each) => each.toSorted())).toEqual([['+1-a', '+2-c', '+3-b']]);

    await runs.setFolders([other]);
    expect(told.at(-1)!.toSorted()).toEqual(['-1-a', '-2-c']);
    expect(runs.all.map(({ directory }) => directory)).toEqual([b]);
  });

  it('is loaded once it has looked, also where there is no folder', async () => {
    const { folder, runs } = await collectionOf();
    let isLoaded = false;
    void runs.loaded.then(() => (isLoaded = true));
    await runs.refresh();
    expect(isLoaded).toBe(false);
    await runs.setFolders([join(folder, 'none')]);
    await runs.loaded;
    expect(runs.all).toEqual([]);
    expect(runs.problems).toEqual([]);
  });

  it('tells of what came, changed and went, and of nothing else', async () => {
    const { folder, runs, told } = await collectionOf();
    await runs.setFolders([folder]);
    const directory = await makeRun(folder, 'a');
    await runs.refresh();
    await runs.refresh();
    expect(told).toEqual([['+a']]);
    await writeRunName(directory, 'Best');
    await runs.refresh();
    await writeFile(join(directory, 'notes.txt'), 'no file of a run');
    await runs.refresh();
    expect(told).toEqual([['+a'], ['~a']]);
    expect(runs.get(directory)!.name).toBe('Best');
    await rm(directory, { recursive: true });
    await runs.refresh();
    expect(told).toEqual([['+a'], ['~a'], ['-a']]);
  });

  it('reads a run again only when its directory has changed, unless it trains', async () => {
    const { folder, runs } = await collectionOf();
    const done = await makeRun(folder, 'done');
    await makeRun(folder, 'training', { state: 'running' });
    await letSettle(done);
    await runs.setFolders([folder]);
    const read = vi.mocked(runList.readRun).mockClear();
    await runs.refresh();
    expect(read.mock.calls.map(([directory]) => basename(directory))).toEqual(['training']);
    await writeStatus(done, statusOf({ state: 'running' }));
    read.mockClear();
    await runs.refresh();
    expect(read.mock.calls.map(([directory]) => basename(directory)).toSorted()).toEqual(['done', 'training']);
    expect(runs.get(done)!.state).toBe('running');
  });

  it('does not rely on the time of a change that another may follow unseen', async () => {
    const { folder, runs } = await collectionOf();
    const directory = await makeRun(folder, 'a');
    await runs.setFolders([folder]);
    // Both changes within what the file system keeps as one moment, by the clock of a file server that is ahead.
    const moment = new Date(Date.now() + 60_000);
    await utimes(directory, moment, moment);
    await runs.refresh();
    await writeStatus(directory, statusOf({ state: 'stopped' }));
    await utimes(directory, moment, moment);
    await runs.refresh();
    expect(runs.get(directory)!.state).toBe('stopped');
  });

  it('looks at one run alone when asked to', async () => {
    const { folder, runs, told } = await collectionOf();
    await runs.setFolders([folder]);
    const [a] = [await makeRun(folder, 'a'), await makeRun(folder, 'b')];
    await runs.refreshRun(a);
    expect(told).toEqual([['+a']]);
    await runs.refreshRun(await makeRun(await temporaryFolder(), 'foreign'));
    await runs.refreshRun(join(folder, 'none'));
    expect(told).toEqual([['+a']]);
  });

  it('lets no older look put back what a newer one has seen', async () => {
    const { folder, runs } = await collectionOf();
    const directory = await makeRun(folder, 'a', { state: 'queued' });
    await runs.setFolders([folder]);
    const slow = runs.refresh();
    await writeStatus(directory, statusOf({ state: 'stopped' }));
    await runs.refreshRun(directory);
    await slow;
    expect(runs.get(directory)!.state).toBe('stopped');
  });

  it('marks runs as failed whose process is gone, and says how it ended where that is known', async () => {
    const from = observer(1);
    const exits = new Map([[77, { code: null, signal: 'SIGKILL' }]]);
    const runs = new RunCollection(from, (pid) => exits.get(pid));
    const folder = await temporaryFolder();
    const killed = await makeRun(folder, 'killed', { state: 'running', pid: 77 });
    const gone = await makeRun(folder, 'gone', { state: 'stopping', pid: 78 });
    const alive = await makeRun(folder, 'alive', { state: 'running', pid: 1 });
    await runs.setFolders([folder]);
    expect(runs.all.map(({ id, state }) => [id, state]).toSorted()).toEqual([
      ['alive', 'running'],
      ['gone', 'failed'],
      ['killed', 'failed'],
    ]);
    expect((await readStatus(killed)).error).toContain('(SIGKILL)');
    expect((await readStatus(gone)).error).toContain('without saying why: ');
    expect((await readStatus(alive)).error).toBeNull();
  });

  it('writes nothing into dead runs until it is to mark them', async () => {
    const { folder, runs } = await collectionOf(observer());
    const directory = await makeRun(folder, 'a', { state: 'running' });
    await letSettle(directory);
    runs.marksDead = false;
    await runs.setFolders([folder]);
    await runs.refresh();
    expect(runs.get(directory)!.state).toBe('dead');
    expect((await readStatus(directory)).state).toBe('running');
    runs.marksDead = true;
    await vi.waitUntil(() => runs.get(directory)!.state === 'failed', 10_000);
    expect((await readStatus(directory)).state).toBe('failed');
  });

  it('tells all listeners, and is loaded and goes on looking, where one of them fails', async () => {
    const faults: unknown[] = [];
    const runs = new RunCollection(observer(sampleStatus.pid), undefined, (fault) => faults.push(fault));
    onTestFinished(() => runs.dispose());
    const folder = await temporaryFolder();
    await makeRun(folder, 'a', { state: 'running' });
    const fault = new Error('a view is gone');
    runs.onChange(() => {
      throw fault;
    });
    let looks = 0;
    const added: string[] = [];
    runs.onChange((changes) => added.push(...changes.added.map(({ id }) => id)));
    runs.onLook(() => {
      looks++;
      throw fault;
    });
    await runs.setFolders([folder]);
    await runs.loaded;
    expect(added).toEqual(['a']);
    expect(faults).toEqual([fault, fault]);
    runs.watch();
    await vi.waitUntil(() => looks >= 3, 20_000);
    expect(faults.length).toBe(looks + 1);
  });

  it('marks a run that seemed dead when its process goes at last', async () => {
    const processes = new Set([sampleStatus.pid]);
    const { folder, runs } = await collectionOf({ ...observer(), isProcessAlive: (pid) => processes.has(pid) });
    const long = new Date(Date.now() - 60_000).toISOString();
    const directory = await makeRun(folder, 'a', { state: 'running', heartbeat: long });
    await letSettle(directory);
    await runs.setFolders([folder]);
    expect(runs.get(directory)!.state).toBe('dead');
    processes.clear();
    await runs.refresh();
    expect(runs.get(directory)!.state).toBe('failed');
  });

  it('leaves a dead run to the process that is resuming it', async () => {
    const { folder, runs } = await collectionOf(observer(process.pid));
    const directory = await makeRun(folder, 'a', { state: 'running' });
    const lock = await RunLock.take(directory, observer(process.pid));
    await runs.setFolders([folder]);
    expect(runs.get(directory)!.state).toBe('dead');
    await lock.release();
    await runs.refresh();
    expect(runs.get(directory)!.state).toBe('failed');
  });

  it('says what it cannot look at, keeps what it knew, and takes it back', async () => {
    const { folder, runs, told } = await collectionOf();
    await makeRun(folder, 'a');
    await runs.setFolders([folder]);
    const said: (readonly string[])[] = [];
    runs.onProblems((problems) => said.push(problems));
    await rename(folder, `${folder}-aside`);
    await writeAt(folder, 'a file');
    await runs.refresh();
    await runs.refresh();
    expect(said).toEqual([[expect.stringContaining(`cannot list the runs in ${folder}`)]]);
    expect(runs.problems).toEqual(said[0]);
    expect(told).toEqual([['+a']]);
    await rm(folder);
    await rename(`${folder}-aside`, folder);
    await runs.refresh();
    expect(said.at(-1)).toEqual([]);
    expect(told).toEqual([['+a']]);
  });

  it('says where it cannot mark a run', async () => {
    const { folder, runs } = await collectionOf(observer());
    const directory = await makeRun(folder, 'a', { state: 'running' });
    await mkdir(join(directory, 'log.txt'));
    await runs.setFolders([folder]);
    expect(runs.problems).toEqual([expect.stringContaining(join(directory, 'log.txt'))]);
  });

  it('sees by itself what another window does, within seconds', async () => {
    const { folder, runs } = await collectionOf();
    const directory = await makeRun(folder, 'a', { state: 'stopped' });
    await letSettle(directory);
    await runs.setFolders([folder]);
    const states: string[] = [];
    runs.onChange(({ changed }) => states.push(...changed.map(({ state }) => state)));
    runs.watch();
    runs.watch();
    await writeStatus(directory, statusOf({ state: 'running' }));
    await vi.waitUntil(() => states.length === 1, 10_000);
    await writeStatus(directory, statusOf({ state: 'done' }));
    await vi.waitUntil(() => states.length === 2, 10_000);
    expect(states).toEqual(['running', 'done']);
  });

  it('tells of every look, also where nothing has changed, until it is disposed of', async () => {
    const { folder, runs } = await collectionOf();
    await makeRun(folder, 'a', { state: 'running' });
    await runs.setFolders([folder]);
    let looks = 0;
    runs.onLook(() => looks++);
    runs.watch();
    await vi.waitUntil(() => looks >= 3, 20_000);
    runs.dispose();
    const before = looks;
    await wait(1500);
    expect(looks).toBe(before);
  });
});
