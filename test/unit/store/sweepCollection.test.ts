import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { RunStatus } from '../../../src/core/run/runStatus';
import type { Observer } from '../../../src/store/displayState';
import { RunCollection } from '../../../src/store/runCollection';
import { writeRunFile } from '../../../src/store/runFile';
import { writeStatus } from '../../../src/store/statusFile';
import { makeSweep } from '../../support/madeSweep';
import { temporaryFolder } from '../../support/temporaryFolder';
import { sampleRun, sampleStatus } from './runSamples';

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

async function makeRun(folder: string, id: string): Promise<string> {
  const directory = join(folder, id);
  await mkdir(directory, { recursive: true });
  await writeRunFile(directory, sampleRun);
  await writeStatus(directory, statusOf({ state: 'done' }));
  return directory;
}

/** A collection of a new folder's runs, with all that it tells. */
async function collectionOf(from: Observer = observer(sampleStatus.pid)) {
  const folder = await temporaryFolder();
  const runs = new RunCollection(from);
  onTestFinished(() => runs.dispose());
  const told: string[][] = [];
  runs.onChange(({ added, changed, removed }) => {
    const signs = [
      added.map(({ id }) => `+${id}`),
      changed.map(({ id }) => `~${id}`),
      removed.map(({ id }) => `-${id}`),
    ];
    told.push(signs.flat());
  });
  return { folder, runs, told };
}

describe('a collection of runs with sweeps among them', () => {
  it('has the sweeps, and their trials only while somebody needs them, and in no list', async () => {
    const { folder, runs, told } = await collectionOf();
    const [sweep, ordinary] = [join(folder, '2-made'), await makeRun(folder, '1-a')];
    await makeSweep(sweep, { trials: 2, stateOf: () => 'running' });
    await runs.setFolders([folder]);
    const listed = () => runs.all.map(({ directory }) => directory);
    expect(listed()).toEqual([sweep, ordinary]);
    const trial = join(sweep, 'trials', '0001');
    expect([runs.isTrial(trial), runs.isTrial(sweep), runs.isTrial(join(ordinary, 'trials', '0001'))]).toEqual([
      true,
      false,
      false,
    ]);
    expect(runs.get(trial)).toBeUndefined();
    expect(await runs.find(trial)).toMatchObject({ id: '2-made #1', kind: 'sae' });
    expect(await runs.find(join(sweep, 'trials', '0009'))).toBeUndefined();
    expect(await runs.find(join(folder, 'none'))).toBeUndefined();

    told.length = 0;
    const [first, second] = [runs.keep(trial), runs.keep(trial)];
    await vi.waitUntil(() => runs.get(trial));
    expect(told).toEqual([['+2-made #1']]);
    expect(listed()).toEqual([sweep, ordinary]);
    first();
    first();
    await writeStatus(trial, statusOf({ state: 'done' }));
    await runs.refresh();
    expect(runs.get(trial)!.state).toBe('done');
    expect(told.at(-1)).toEqual(['~2-made #1']);
    second();
    await runs.refresh();
    expect(runs.get(trial)).toBeUndefined();
  });

  it('keeps no directory but those of trials', async () => {
    const { folder, runs, told } = await collectionOf();
    const foreign = join(await temporaryFolder(), 'foreign');
    await makeSweep(foreign, { trials: 1 });
    const ordinary = await makeRun(folder, 'a');
    await runs.setFolders([folder]);
    const release = runs.keep(join(foreign, 'trials', '0000'));
    runs.keep(ordinary)();
    await runs.refresh();
    expect(runs.get(join(foreign, 'trials', '0000'))).toBeUndefined();
    expect(told).toEqual([['+a']]);
    release();
  });

  it('marks a sweep whose process is gone, and none of its trials', async () => {
    const { folder, runs } = await collectionOf(observer());
    const sweep = join(folder, '1-made');
    await makeSweep(sweep, { trials: 1, stateOf: () => 'running', status: statusOf({ state: 'running' }) });
    await runs.setFolders([folder]);
    expect(runs.get(sweep)!.state).toBe('failed');
    const trial = join(sweep, 'trials', '0000');
    runs.keep(trial);
    await runs.refresh();
    expect(runs.get(trial)!.state).toBe('dead');
    await rm(sweep, { recursive: true });
    await runs.refresh();
    expect([runs.get(sweep), runs.get(trial)]).toEqual([undefined, undefined]);
  });
});
