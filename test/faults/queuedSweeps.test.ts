import { readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/core/config/parseConfig';
import { askedSweep } from '../../src/core/run/askedConfig';
import type { LedgerTrial } from '../../src/core/sweep/ledger';
import { longerConfigText } from '../../src/extension/sweep/trialConfig';
import { runPaths } from '../../src/store/runDirectory';
import type { RunSummary } from '../../src/store/runList';
import { readSweepLedger } from '../../src/store/sweepLedger';
import { CONFIG, SHORT_RUNS, trainingFolder } from './trainingFolder';
import { Window } from './window';

const MOMENT = { ...SHORT_RUNS.topk, num_epochs: 1, num_batches: 20 };
const grid = (keys: object) => ({ kind: 'sweep', provider: 'cpu', analyse: 'none', space: { k: [2, 4, 8] }, ...keys });
const doneOf = ({ status }: RunSummary) => status?.sweep?.done ?? 0;

describe('a sweep that an editor has queued', () => {
  it('trains its trials, which are none of the runs, and then the next run has its turn', async () => {
    const window = await Window.open(await trainingFolder(MOMENT));
    const [sweep, run] = [await window.enqueue(grid({ ...MOMENT, objective: 'loss' })), await window.enqueue(MOMENT)];
    expect(window.runs.get(run)!.state).toBe('queued');
    const ended = await window.ended(sweep);
    expect(ended).toMatchObject({
      kind: 'sweep',
      state: 'done',
      sweep: { model: { name: 'tiny' } },
      status: { error: null, sweep: { most: 3, running: 0, done: 3, failed: 0, reached: 'space' } },
    });
    expect((await window.ended(run)).state).toBe('done');
    expect(window.runs.all.map(({ directory }) => directory).toSorted()).toEqual([sweep, run].toSorted());
    const { trials, problems } = await readSweepLedger(sweep);
    expect(problems).toEqual([]);
    expect(trials.map(({ state, parameters }) => [state, parameters.k])).toEqual([
      ['done', 2],
      ['done', 4],
      ['done', 8],
    ]);
    expect(ended.status!.sweep!.best).toBe(Math.min(...trials.map(({ objective }) => objective!.loss!)));
    expect(await window.runs.find(join(sweep, trials[1]!.run))).toMatchObject({ state: 'done', hasSae: true });
    expect(window.problems).toEqual([]);
  });

  it('leaves SAEs that can be trained longer', async () => {
    const cwd = await trainingFolder(MOMENT);
    const window = await Window.open(cwd);
    const sweep = await window.enqueue(grid({ ...MOMENT, objective: 'loss' }));
    const { sweep: file } = await window.ended(sweep);
    const [, { trial, parameters, run, objective }] = (await readSweepLedger(sweep)).trials as [
      LedgerTrial,
      LedgerTrial,
    ];
    const initFrom = relative(cwd, runPaths(join(sweep, run)).sae)
      .split(sep)
      .join('/');
    const of = { config: CONFIG, trial };
    const text = longerConfigText(of, askedSweep(file!.config)!, parameters, { initFrom, epochs: 2 });
    const longer = await window.ended(await window.enqueue(parseConfig(text, CONFIG).config));
    expect(longer).toMatchObject({ kind: 'sae', state: 'done', status: { error: null, progress: { epoch: 2 } } });
    expect(longer.status!.result!.loss).toBeLessThan(objective!.loss!);
  });

  it('goes on where it stood when it was stopped, and when it was killed', async () => {
    const window = await Window.open(await trainingFolder(MOMENT));
    const space = { k: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] };
    const keys = { ...SHORT_RUNS.topk, num_epochs: 1, space, together: 1, objective: 'loss' };
    const sweep = await window.enqueue(grid(keys));
    await window.when(sweep, (run) => doneOf(run) >= 1);
    await window.queue.stop(sweep);
    const stopped = await window.ended(sweep);
    expect(stopped.state).toBe('stopped');
    expect(doneOf(stopped)).toBeGreaterThanOrEqual(1);

    await window.queue.resume(sweep);
    await window.when(sweep, (run) => run.state === 'running' && doneOf(run) > doneOf(stopped));
    await window.queue.kill(sweep);
    const killed = await window.ended(sweep);
    expect(killed.state).toBe('failed');
    expect(killed.status!.error).toMatch(/^The training process ended without saying why \(SIGKILL\): /);

    await window.queue.resume(sweep);
    expect(await window.ended(sweep)).toMatchObject({ state: 'done', status: { error: null, sweep: { done: 10 } } });
    const { trials } = await readSweepLedger(sweep);
    expect(trials.map(({ state }) => state)).toEqual(Array(10).fill('done'));
  });

  it('says in its status and its log what is wrong with it', async () => {
    const window = await Window.open(await trainingFolder(MOMENT));
    const sweep = await window.enqueue({ kind: 'sweep', ...MOMENT, space: { k: [0, 4] } });
    const ended = await window.ended(sweep);
    expect(ended).toMatchObject({ kind: 'sweep', state: 'failed', sweep: undefined });
    expect(ended.status!.error).toContain('space.k[0]: expected a whole number of at least 1');
    expect(await readFile(runPaths(sweep).log, 'utf8')).toContain('space.k[0]');
  });
});
