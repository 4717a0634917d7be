import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readMetrics } from '../../src/store/metricsLog';
import { readStatus } from '../../src/store/statusFile';
import { runCli, startCli } from '../support/cli';
import { fixture, FIXTURES } from '../support/json';
import { FAST_CLOCK } from './clocks';
import { changeOf } from './kills';
import { readTrainedRun } from './trainedRun';
import { CONFIG, SHORT_RUNS, trainingFolder } from './trainingFolder';

const FAILED = 1;
const EXACT_MEAN = join('training', 'notebook_exact_mean');

/** The fixture of a run whose mean activation becomes exactly 1, at which PyTorch's gradient is NaN. */
function exactMean() {
  const { config, float32 } = fixture<{
    config: { questions: string; init_from: string };
    float32: { failure: { step: number; neurons: number[] } };
  }>(join(EXACT_MEAN, 'expected.json'));
  const pathTo = (file: string) => join(FIXTURES, EXACT_MEAN, file);
  const { questions, init_from } = config;
  return {
    failure: float32.failure,
    config: { ...config, model: 'tiny.pth', questions: pathTo(questions), init_from: pathTo(init_from) },
  };
}

describe('training that becomes non-finite fails', () => {
  const { config, failure } = exactMean();
  it.each<[string, object, RegExp]>([
    ['in the notebook preset', config, new RegExp(`step ${failure.step}: .*NaN at neuron ${failure.neurons[0]};`)],
    ['with a huge learning rate', { operations: { add: 100 }, learning_rate: 1e30 }, /step 2: .*the learning rate/],
  ])('%s, and says where', async (_, keys, message) => {
    const cwd = await trainingFolder(keys);
    const { code, stderr } = await runCli(['train', CONFIG, '--run', 'run'], { cwd });
    expect(code).toBe(FAILED);
    expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);

    const run = join(cwd, 'run');
    expect(await readStatus(run)).toMatchObject({ state: 'failed', error: stderr.trim(), result: null });
    expect(await readFile(join(run, 'log.txt'), 'utf8')).toContain(`Failed: ${stderr}`);
    const { lines, problems } = await readMetrics(join(run, 'metrics.jsonl'));
    expect(problems).toEqual([]);
    expect(lines.at(-1)).toMatchObject({ loss: null, finite: false });
    expect(existsSync(join(run, 'sae'))).toBe(false);
  });

  it('between a start and an end, with --json', async () => {
    const cwd = await trainingFolder(config);
    const { code, stdout } = await runCli(['train', CONFIG, '--run', 'run', '--json'], { cwd });
    expect(code).toBe(FAILED);
    const lines = stdout.trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      { kind: 'start', run: join(cwd, 'run') },
      expect.objectContaining({ kind: 'interval', finite: false }),
      { kind: 'end', state: 'failed', exit: FAILED },
    ]);
  });
});

describe('a run whose directory', () => {
  it('is moved away fails, and makes no other', async () => {
    // Whatever is to be written next, checkpoint or log, is in the directory that is gone.
    const cwd = await trainingFolder({ ...SHORT_RUNS.topk, num_epochs: 1, num_batches: 1500 });
    const run = join(cwd, 'run');
    const process = startCli(['train', CONFIG, '--run', run], { cwd, preload: FAST_CLOCK });
    await changeOf(join(run, 'checkpoint', 'state.safetensors'), process);
    await rename(run, join(cwd, 'moved'));
    const { code, stderr } = await process.exit;
    expect(code).toBe(FAILED);
    expect(stderr).toContain(`cannot write ${join(run, '/')}`);
    expect(existsSync(run)).toBe(false);
    await expectToTrainOn(cwd, 'moved');
  });

  it('can no longer be written to fails, and says so in its status and log', async () => {
    const cwd = await trainingFolder(SHORT_RUNS.topk);
    const run = join(cwd, 'run');
    const checkpoint = join(run, 'checkpoint');
    const process = startCli(['train', CONFIG, '--run', run], { cwd, preload: FAST_CLOCK });
    await changeOf(join(checkpoint, 'state.safetensors'), process);
    await rename(checkpoint, join(cwd, 'checkpoint'));
    await writeFile(checkpoint, 'no folder');
    const { code, stderr } = await process.exit;
    expect(code).toBe(FAILED);
    expect(stderr).toContain(`cannot write ${join(checkpoint, 'state.safetensors')}`);
    expect(await readStatus(run)).toMatchObject({ state: 'failed', error: stderr.trim() });
    expect(await readFile(join(run, 'log.txt'), 'utf8')).toContain(`Failed: ${stderr}`);
    await rm(checkpoint);
    await rename(join(cwd, 'checkpoint'), checkpoint);
    await expectToTrainOn(cwd, 'run');
  });

  // The checkpoint has 37 KB of state, and from the end of the first epoch on 12 KB of best weights.
  it.skipIf(process.platform === 'win32')('is on a full disk fails, and goes on when there is room', async () => {
    const cwd = await trainingFolder(SHORT_RUNS.topk);
    const options = { cwd, preload: FAST_CLOCK, maxFileBytes: 46_000 };
    const { code, stderr } = await runCli(['train', CONFIG, '--run', 'run'], options);
    expect(code).toBe(FAILED);
    expect(stderr).toContain(`cannot write ${join(cwd, 'run', 'checkpoint', 'state.safetensors')}: EFBIG`);
    expect(await readStatus(join(cwd, 'run'))).toMatchObject({ state: 'failed', error: stderr.trim() });
    await expectToTrainOn(cwd, 'run');
  });

  it('cannot take a status ends at once', async () => {
    const cwd = await trainingFolder(SHORT_RUNS.topk);
    await mkdir(join(cwd, 'run', 'status.json'), { recursive: true });
    const { code, stderr } = await runCli(['train', CONFIG, '--run', 'run'], { cwd });
    expect(code).toBe(FAILED);
    expect(stderr).toContain(`cannot write ${join(cwd, 'run', 'status.json')}`);
  });
});

describe('a run whose output nobody reads any more', () => {
  it('goes on', async () => {
    const cwd = await trainingFolder(SHORT_RUNS.kl);
    const process = startCli(['train', CONFIG, '--run', 'run', '--json'], { cwd });
    process.closeOutput();
    expect(await process.exit).toMatchObject({ code: 0, stderr: '' });
    expect(await readStatus(join(cwd, 'run'))).toMatchObject({ state: 'done' });
  });
});

/** Expects the run in a folder to be resumable, and to train what it would have trained undisturbed. */
async function expectToTrainOn(cwd: string, run: string): Promise<void> {
  expect(await runCli(['train', '--run', run], { cwd })).toMatchObject({ code: 0 });
  expect(await runCli(['train', CONFIG, '--run', 'undisturbed'], { cwd })).toMatchObject({ code: 0 });
  expect(await readTrainedRun(join(cwd, run))).toEqual(await readTrainedRun(join(cwd, 'undisturbed')));
}
