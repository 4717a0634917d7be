import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { TrialLists } from '../../../src/extension/runs/trialLists';
import type { Observer } from '../../../src/store/displayState';
import { readRun } from '../../../src/store/runList';
import { sweepPaths } from '../../../src/store/sweepDirectory';
import { madeLine, madeObjective, makeSweep } from '../../support/madeSweep';
import { temporaryFolder } from '../../support/temporaryFolder';
import { sampleStatus } from '../store/runSamples';

vi.mock('vscode', () => ({}));

const observer: Observer = {
  host: sampleStatus.host,
  now: () => new Date(sampleStatus.heartbeat),
  isProcessAlive: () => true,
};

it('has the best hundred trials, and how many there are beside them', async () => {
  const directory = join(await temporaryFolder(), 'made');
  await makeSweep(directory, { trials: 230, withRuns: false });
  const { shown, more } = await new TrialLists().of(await readRun(directory, observer));
  expect([shown.length, more]).toEqual([100, 130]);
  const losses = shown.map(({ trial }) => trial.objective!.loss!);
  expect(losses).toEqual(losses.toSorted((a, b) => a - b));
  const best = Math.min(...Array.from({ length: 230 }, (_, trial) => madeObjective(trial).loss!));
  expect(losses[0]).toBe(best);
  expect(shown.map(({ isBest }) => isBest).lastIndexOf(true)).toBe(0);
  expect(shown[0]).toMatchObject({ objectives: ['loss'], keys: ['encoding_dim', 'k', 'learning_rate'] });
});

it('goes on with what is new, and tells what trains from what was interrupted', async () => {
  const directory = join(await temporaryFolder(), 'made');
  await makeSweep(directory, { trials: 2, withRuns: false, status: { state: 'running' } });
  const lists = new TrialLists();
  const states = async (state: 'running' | 'stopped') => {
    const { shown } = await lists.of({ ...(await readRun(directory, observer)), state });
    return shown.map(({ trial, isTraining }) => [trial.trial, trial.state, isTraining]);
  };
  const [first, second] = madeObjective(0).loss! < madeObjective(1).loss! ? [0, 1] : [1, 0];
  const done = [
    [first, 'done', false],
    [second, 'done', false],
  ];
  expect(await states('running')).toEqual(done);
  await appendFile(sweepPaths(directory).ledger, JSON.stringify(madeLine(2, 'running')) + '\n');
  expect(await states('running')).toEqual([...done, [2, 'running', true]]);
  expect(await states('stopped')).toEqual([...done, [2, 'running', false]]);
});
