import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LedgerTrial } from '../../../src/core/sweep/ledger';
import type { TrialExecutor, TrialTask } from '../../../src/runtime/sweep/trialExecutor';
import { readStatus } from '../../../src/store/statusFile';
import { readBestFile } from '../../../src/store/sweepFiles';
import { readSweepLedger } from '../../../src/store/sweepLedger';
import { FIXTURES } from '../../support/json';
import { madeUp, openTestSweep, runTestSweep, sweepFolder, writeSweep } from '../../support/temporarySweeps';

/** A made-up loss of a trial: smooth, its best at a rate of 1e-2 and an L1 weight of 0, and better with every epoch. */
function lossOf({ config }: TrialTask, epochs: number): number {
  const { learning_rate = 1e-3, l1_weight = 0 } = config.config;
  return (Math.log10(learning_rate) + 2) ** 2 + l1_weight + 1 / epochs;
}

const learner = madeUp((task) => {
  const loss = lossOf(task, task.untilEpoch ?? task.config.config.num_epochs!);
  const { untilEpoch: epoch } = task;
  return epoch === null ? { objective: { loss } } : { state: 'paused', epoch, objective: { loss } };
});

const SEARCH = {
  space: { learning_rate: { min: 1e-4, max: 1, scale: 'log' }, l1_weight: [0, 1e-3, 1e-2] },
  strategy: 'random',
  together: 4,
  num_epochs: 9,
};

async function trialsOf(folder: string): Promise<readonly LedgerTrial[]> {
  const { trials, problems } = await readSweepLedger(join(folder, 'sweep'));
  expect(problems).toEqual([]);
  return trials;
}

/** A trial without what depends on how often its process died. */
const settled = ({ trial, parameters, state, objective, rungs, key, round }: LedgerTrial) => {
  return { trial, parameters, state, objective, rungs, key, round };
};

describe('a sweep', () => {
  it('tries a grid in its order, in rounds, and says which trial is the best', async () => {
    const space = { learning_rate: [1e-1, 1e-2], l1_weight: [0, 1e-3, 1e-2] };
    const folder = await sweepFolder({ space, together: 4 });
    const rounds: (number | undefined)[] = [];
    const open = await openTestSweep(folder);
    const end = await runTestSweep(open, { executor: learner, onLine: ({ round }) => rounds.push(round) });
    const trials = await trialsOf(folder);
    expect(trials.map(({ parameters }) => parameters)).toEqual(
      [0, 1e-3, 1e-2].flatMap((l1_weight) => [1e-1, 1e-2].map((learning_rate) => ({ l1_weight, learning_rate }))),
    );
    expect(rounds.filter((round) => round !== undefined)).toEqual([0, 0, 0, 0, 1, 1]);
    expect(end).toMatchObject({ state: 'done', reached: 'space', best: { trials: [{ trial: 1 }] } });
    expect(await readBestFile(join(folder, 'sweep'))).toEqual(end.best);
    expect(await readStatus(join(folder, 'sweep'))).toMatchObject({
      state: 'done',
      sweep: { most: 6, done: 6, running: 0, reached: 'space', best: lossOf(taskWith(1e-2), 3) },
    });
    const importance = JSON.parse(await readFile(join(folder, 'sweep', 'importance.json'), 'utf8')) as object;
    expect(importance).toMatchObject({ trials: 6, objectives: { loss: [{ key: 'learning_rate' }, {}] } });
  });

  it('lets the best third of the trials go on from each rung, and prunes the others', async () => {
    const folder = await sweepFolder({ ...SEARCH, halving: {}, limits: { trials: 12 } });
    await runTestSweep(await openTestSweep(folder), { executor: learner });
    const trials = await trialsOf(folder);
    const byLoss = trials.toSorted((a, b) => a.rungs[0]!.objective.loss! - b.rungs[0]!.objective.loss!);
    expect(byLoss[0]).toMatchObject({ state: 'done', rungs: [{ epoch: 1 }, { epoch: 3 }] });
    expect(trials.filter(({ rungs }) => rungs.length === 2).length).toBeGreaterThanOrEqual(4);
    expect(new Set(trials.map(({ state }) => state))).toEqual(new Set(['done', 'pruned']));
    expect(byLoss.at(-1)).toMatchObject({ state: 'pruned', rungs: [{ epoch: 1 }] });
  });

  it('ends when the time is used up, counting what earlier processes have used', async () => {
    const folder = await sweepFolder({ ...SEARCH, limits: { minutes: 10 } });
    let asked = false;
    const first = await openTestSweep(folder);
    const executor: TrialExecutor = {
      train: async (tasks, told, stopRequested) => {
        asked = true;
        while (!stopRequested()) await new Promise((resolve) => setTimeout(resolve, 10));
        for (const task of tasks) await told(task, { state: 'stopped', objective: null, epoch: null, error: null });
      },
    };
    expect(await runTestSweep(first, { executor, stopRequested: () => asked })).toMatchObject({ state: 'stopped' });
    const path = join(folder, 'sweep', 'status.json');
    const status = await readStatus(join(folder, 'sweep'));
    await writeFile(path, JSON.stringify({ ...status, sweep: { ...status.sweep, minutes: 11 } }));
    // Those that were begun are finished, no others are started.
    const end = await runTestSweep(await openTestSweep(folder, undefined), { executor: learner });
    expect(end).toMatchObject({ state: 'done', reached: 'minutes' });
    expect((await trialsOf(folder)).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
    expect((await readStatus(join(folder, 'sweep'))).sweep!.minutes).toBeGreaterThan(11);
  });

  it('ends when trials are no better any more', async () => {
    const folder = await sweepFolder({ ...SEARCH, together: 1, limits: { patience: 2 } });
    const executor = madeUp(({ trial }) => ({ objective: { loss: [5, 4, 4, 6][trial] ?? 0 } }));
    expect(await runTestSweep(await openTestSweep(folder), { executor })).toMatchObject({ reached: 'patience' });
    expect(await trialsOf(folder)).toHaveLength(4);
  });

  it('goes on after its end where its limits are raised, and says otherwise that it is finished', async () => {
    const raised = { ...SEARCH, halving: {}, limits: { trials: 12 } };
    const folder = await sweepFolder({ ...raised, limits: { trials: 8 } });
    await runTestSweep(await openTestSweep(folder), { executor: learner });
    await expect(openTestSweep(folder)).rejects.toThrow(/this sweep is finished, with 8 trials; .* raise its limits/);
    await expect(openTestSweep(folder, undefined)).rejects.toThrow('is finished');
    await writeSweep(folder, raised);
    await runTestSweep(await openTestSweep(folder), { executor: learner });
    const whole = await sweepFolder(raised);
    await runTestSweep(await openTestSweep(whole), { executor: learner });
    const parametersOf = async (of: string) => (await trialsOf(of)).map(({ parameters }) => parameters);
    expect(await parametersOf(folder)).toEqual(await parametersOf(whole));
    // What was asked for last counts from now on.
    await expect(openTestSweep(folder, undefined)).rejects.toThrow('is finished, with 12 trials');
  });

  it('goes on with no other search, config or model', async () => {
    const folder = await sweepFolder({ ...SEARCH, limits: { trials: 4 } });
    await runTestSweep(await openTestSweep(folder), { executor: learner });
    const ledger = await readFile(join(folder, 'sweep', 'ledger.jsonl'), 'utf8');
    await writeSweep(folder, { ...SEARCH, limits: { trials: 4 }, seed: 5 });
    await expect(openTestSweep(folder)).rejects.toThrow('seed: 673023 in the sweep, 5 in the config');
    await writeSweep(folder, { ...SEARCH, limits: { trials: 4 }, search_seed: 5 });
    await expect(openTestSweep(folder)).rejects.toThrow(
      /this sweep is another one than s\.quanta\.json says[^]*search_seed: 673023 in the sweep, 5 in the config/,
    );
    await writeSweep(folder, { ...SEARCH, limits: { trials: 4, minutes: 5 }, executor: 'local', provider: 'auto' });
    await expect(openTestSweep(folder)).rejects.toThrow('is finished');
    // The same tensors in another file.
    await copyFile(join(FIXTURES, 'tiny_cuda.pth'), join(folder, 'tiny.pth'));
    await expect(openTestSweep(folder, undefined)).rejects.toThrow('model: another file than');
    expect(await readFile(join(folder, 'sweep', 'ledger.jsonl'), 'utf8')).toBe(ledger);
  });

  it('fails where all trials fail alike, and tries them again when it is gone on with', async () => {
    const folder = await sweepFolder({ ...SEARCH, limits: { trials: 6 } });
    const broken = madeUp(() => ({ state: 'failed', error: 'the disk is full' }));
    await expect(runTestSweep(await openTestSweep(folder), { executor: broken })).rejects.toThrow(
      'all 4 trials so far have failed alike: the disk is full',
    );
    expect(await readStatus(join(folder, 'sweep'))).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('the disk is full') as string,
    });
    await runTestSweep(await openTestSweep(folder, undefined), { executor: learner });
    expect((await trialsOf(folder)).map(({ state }) => state)).toEqual(Array(6).fill('done'));
  });

  it('goes on without trials that fail', async () => {
    const folder = await sweepFolder({ ...SEARCH, limits: { trials: 6 } });
    const executor = madeUp((task) => {
      return task.trial % 2 === 0 ? { state: 'failed', error: 'not finite' } : { objective: { loss: lossOf(task, 3) } };
    });
    const end = await runTestSweep(await openTestSweep(folder), { executor });
    expect((await trialsOf(folder)).map(({ state }) => state).join()).toBe('failed,done,failed,done,failed,done');
    expect(end.best.trials).toHaveLength(1);
  });
});

describe('a sweep whose process dies', () => {
  const searches = {
    grid: { space: { learning_rate: [1e-1, 1e-2, 1e-3], l1_weight: [0, 1e-3, 1e-2] }, together: 4 },
    halving: { ...SEARCH, halving: {}, limits: { trials: 9 } },
    bayesian: { ...SEARCH, strategy: 'bayesian', together: 3, limits: { trials: 12 } },
  };

  it.each(Object.entries(searches))('after any line has the same trials in the end: %s', async (_, search) => {
    const whole = await sweepFolder(search);
    let lines = 0;
    await runTestSweep(await openTestSweep(whole), { executor: learner, onLine: () => lines++ });
    const expected = (await trialsOf(whole)).map(settled);
    const deaths = fc.array(fc.integer({ min: 1, max: Math.ceil(lines / 2) }), { minLength: 1, maxLength: 5 });
    for (const lifetimes of fc.sample(deaths, { seed: 7, numRuns: 8 })) {
      const folder = await sweepFolder(search);
      for (const lifetime of lifetimes) await dieAfter(lifetime, folder);
      if (!(await isDone(folder))) await runTestSweep(await openTestSweep(folder), { executor: learner });
      expect((await trialsOf(folder)).map(settled), lifetimes.join()).toEqual(expected);
    }
  });

  async function dieAfter(lifetime: number, folder: string): Promise<void> {
    if (await isDone(folder)) return;
    let left = lifetime;
    const onLine = () => {
      if (--left === 0) throw new Error('died');
    };
    await runTestSweep(await openTestSweep(folder), { executor: learner, onLine }).catch((error: unknown) => {
      expect(error).toMatchObject({ message: 'died' });
    });
  }

  async function isDone(folder: string): Promise<boolean> {
    const status = await readStatus(join(folder, 'sweep')).catch(() => undefined);
    return status?.state === 'done';
  }
});

function taskWith(learning_rate: number): TrialTask {
  return { config: { config: { learning_rate } } } as TrialTask;
}
