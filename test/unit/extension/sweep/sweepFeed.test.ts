import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { SweepFeed } from '../../../../src/extension/sweep/sweepFeed';
import type { SweepView, ToSweep, TrialView } from '../../../../src/protocol/sweep';
import { thisMachine } from '../../../../src/store/displayState';
import * as fileExists from '../../../../src/store/fileExists';
import { runPaths } from '../../../../src/store/runDirectory';
import { readRun } from '../../../../src/store/runList';
import { writeStatus } from '../../../../src/store/statusFile';
import { sweepPaths, trialPaths, trialRun } from '../../../../src/store/sweepDirectory';
import { madeLine, makeSweep, madeObjective, madeParameters, type MadeSweepOptions } from '../../../support/madeSweep';
import { temporaryFolder } from '../../../support/temporaryFolder';
import { sampleStatus } from '../../store/runSamples';

vi.mock('../../../../src/store/fileExists', { spy: true });

async function feedOf(options: MadeSweepOptions) {
  const directory = join(await temporaryFolder(), '20260309-120405-made');
  await makeSweep(directory, options);
  const feed = new SweepFeed(directory);
  const summary = () => readRun(directory, thisMachine);
  const everything = async () => feed.everything(await summary());
  const news = async () => feed.news(await summary());
  const say = (...lines: ReturnType<typeof madeLine>[]) =>
    appendFile(sweepPaths(directory).ledger, lines.map((line) => JSON.stringify(line) + '\n').join(''));
  return { directory, feed, everything, news, say };
}

const trialsIn = (messages: readonly ToSweep[]): readonly TrialView[] =>
  messages.flatMap((message) => (message.type === 'trials' ? message.trials : []));
const sweepIn = (messages: readonly ToSweep[]): SweepView | undefined =>
  messages.flatMap((message) => (message.type === 'sweep' ? [message.sweep] : []))[0];
const rowsIn = (messages: readonly ToSweep[]) =>
  messages.flatMap((message) =>
    message.type === 'series' && message.part.kind === 'epoch'
      ? [[message.part.directory, message.part.from, [...message.part.columns.epoch]]]
      : [],
  );
const trialOf = (directory: string, trial: number) => join(directory, trialRun(trial));

describe('what a sweep explorer is told', () => {
  it('is at first everything', async () => {
    const stateOf = (trial: number) => (['done', 'failed', 'paused', 'running'] as const)[trial % 4]!;
    const { directory, everything } = await feedOf({ trials: 8, stateOf });
    const { sweep, trials } = await everything();
    expect(sweep).toMatchObject({
      directory,
      name: 'made',
      state: 'done',
      progress: { most: 8, done: 2, failed: 2 },
      plan: { config: 'made.quanta.json', model: 'mix', strategy: 'random', objectives: ['loss'], executor: 'local' },
      importance: { trials: 8 },
      problems: [],
    });
    const losses = [0, 4].map((trial) => madeObjective(trial).loss!);
    expect(sweep.best).toEqual([losses[0]! < losses[1]! ? 0 : 4]);
    expect(trials.map(({ trial }) => trial)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(trials[0]).toEqual({
      trial: 0,
      state: 'done',
      parameters: madeParameters(0),
      objective: madeObjective(0),
      directory: trialOf(directory, 0),
      epoch: null,
      error: null,
      hasSae: true,
      job: null,
    });
    expect(trials[1]).toMatchObject({ state: 'failed', error: 'the loss is not finite', hasSae: false });
    expect(trials[2]).toMatchObject({ state: 'paused', epoch: 1 });
    expect(trials[3]).toMatchObject({ state: 'running', objective: null, hasSae: false });
  });

  it('is afterwards what has changed, and nothing while nothing has', async () => {
    const { directory, everything, news, say } = await feedOf({ trials: 3, stateOf: () => 'running' });
    expect((await everything()).sweep.best).toEqual([]);
    expect(await news()).toEqual([]);
    await say(madeLine(1, 'done'), madeLine(3, 'running'));
    const messages = await news();
    expect(trialsIn(messages).map(({ trial, state }) => [trial, state])).toEqual([
      [1, 'done'],
      [3, 'running'],
    ]);
    expect(sweepIn(messages)!.best).toEqual([1]);
    await writeStatus(directory, { ...sampleStatus, state: 'stopped', progress: null });
    expect(sweepIn(await news())).toMatchObject({ state: 'stopped', progress: null });
    // A heartbeat alone is no news.
    await writeStatus(directory, {
      ...sampleStatus,
      state: 'stopped',
      progress: null,
      heartbeat: '2026-03-09T13:00:00.000Z',
    });
    expect(await news()).toEqual([]);
  });

  it('costs little while thousands of trials stay as they are', async () => {
    const { everything, news, say } = await feedOf({ trials: 2000, withRuns: false });
    expect((await everything()).trials.length).toBe(2000);
    const asked = vi.mocked(fileExists.fileExists).mockClear();
    await say(madeLine(2000, 'running'));
    expect(trialsIn(await news()).map(({ trial }) => trial)).toEqual([2000]);
    const perLook = asked.mock.calls.length;
    expect(perLook).toBeLessThan(10);
  });

  it('has the curves of the trials that are followed, and of no others', async () => {
    const { directory, feed, everything, news, say } = await feedOf({
      trials: 4,
      stateOf: (trial) => (trial === 2 ? 'running' : 'done'),
    });
    await everything();
    expect(await feed.curves()).toEqual([]);
    feed.follow([0, 2, 99]);
    expect(rowsIn(await feed.curves())).toEqual([
      [trialOf(directory, 0), 0, [1, 2, 3, 4]],
      [trialOf(directory, 2), 0, [1, 2, 3, 4]],
    ]);
    await news();
    const { metrics } = runPaths(trialOf(directory, 2));
    const line = { epoch: 5, step: 500, questions: 1, seconds: 9, loss: 1, mse: 1, sparsity_penalty: 1, l1_penalty: 1 };
    const last = JSON.stringify({ kind: 'epoch', ...line, density: 1, neurons_used: 1, score: 1 });
    await appendFile(metrics, last + '\n');
    expect(rowsIn(await news())).toEqual([[trialOf(directory, 2), 4, [5]]]);
    // What it wrote last comes when its end is known.
    await appendFile(metrics, last.replace('"epoch":5', '"epoch":6') + '\n');
    await say(madeLine(2, 'done'));
    expect(rowsIn(await news())).toEqual([[trialOf(directory, 2), 5, [6]]]);
    await appendFile(metrics, last.replace('"epoch":5', '"epoch":7') + '\n');
    expect(await news()).toEqual([]);
    feed.follow([1]);
    expect(rowsIn(await feed.curves())).toEqual([[trialOf(directory, 1), 0, [1, 2, 3, 4]]]);
  });

  it('says what the cluster says of trials that train there', async () => {
    const { directory, everything, news } = await feedOf({
      trials: 2,
      keys: { executor: 'slurm' },
      stateOf: () => 'running',
    });
    expect((await everything()).trials.map(({ job }) => job)).toEqual([null, null]);
    const { job } = trialPaths(trialOf(directory, 1));
    const pending = { id: '7_1', state: 'PENDING', reason: 'Resources', node: null };
    await writeFile(job, JSON.stringify(pending));
    expect(trialsIn(await news())).toEqual([expect.objectContaining({ trial: 1, job: pending })]);
    await writeFile(job, JSON.stringify({ ...pending, state: 'RUNNING', node: 'n1' }));
    expect(trialsIn(await news())[0]!.job).toMatchObject({ state: 'RUNNING', node: 'n1' });
    expect(await news()).toEqual([]);
  });

  it('is the plan that was asked for until the sweep has begun', async () => {
    const { directory, everything } = await feedOf({ trials: 0 });
    await rm(sweepPaths(directory).sweep);
    const config = { file: '/configs/asked.quanta.json', text: '{"kind":"sweep","model":"m.pth","space":{"k":[1,2]}}' };
    const request = { created: '2026-03-09T12:04:05.678Z', workspace: '/configs', config };
    await writeFile(runPaths(directory).request, JSON.stringify(request));
    expect((await everything()).sweep).toMatchObject({
      plan: { config: 'asked.quanta.json', model: 'm', strategy: 'grid', objectives: ['score'] },
      problems: [],
    });
  });

  it('names what is wrong with the files, and keeps what it knew', async () => {
    const { directory, everything, news, say } = await feedOf({ trials: 1 });
    await everything();
    await writeFile(sweepPaths(directory).importance, '{');
    await say(madeLine(0, 'running'));
    const sweep = sweepIn(await news())!;
    expect(sweep.importance).toMatchObject({ trials: 1 });
    expect(sweep.problems).toEqual([
      expect.stringContaining('trial 0 cannot become "running"'),
      expect.stringContaining('importance.json'),
    ]);
    await rm(sweepPaths(directory).importance);
    await mkdir(sweepPaths(directory).importance);
    expect(sweepIn(await news())!.problems[1]).toContain('importance.json');
  });
});
