import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { OpenRun } from '../../../src/runtime/openRun';
import { openRun } from '../../../src/runtime/openRun';
import type { RunReporter } from '../../../src/runtime/runReporter';
import { stepOf, trainTogether } from '../../../src/runtime/together/trainTogether';
import { trainRun } from '../../../src/runtime/trainRun';
import { readMetrics } from '../../../src/store/metricsLog';
import { runPaths } from '../../../src/store/runDirectory';
import { readSae } from '../../../src/store/saeFiles';
import { readStatus } from '../../../src/store/statusFile';
import { CLI } from '../../support/buildOnce';
import { expectClose, expectRelativelyClose } from '../../support/closeness';
import { SILENT } from '../../support/silent';
import { BUNDLED, openTestRun } from '../../support/temporaryRuns';
import { temporaryFolder } from '../../support/temporaryFolder';

const SMALL = {
  model: 'mix_d6_l3_h4_t60K_s100003',
  positions: 'P9-P12',
  architecture: 'kl',
  batch_size: 8,
  num_batches: 10,
  num_epochs: 4,
  early_stopping_threshold: 0,
  analyse: 'none',
};
const trials = [
  { encoding_dim: 16, learning_rate: 1e-3 },
  { encoding_dim: 24, learning_rate: 3e-3, num_epochs: 2 },
  { encoding_dim: 9, learning_rate: 1e-4, preset: 'default' },
];

const openAll = (keys: readonly object[]) => Promise.all(keys.map((each) => openTestRun({ ...SMALL, ...each })));

/** A reporter that does something at the end of an epoch. */
const atEpoch = (epoch: number, act: () => unknown): RunReporter => ({
  ...SILENT,
  line: (line) => {
    if (line.kind === 'epoch' && line.epoch === epoch) act();
  },
});

async function reopened({ directory }: OpenRun): Promise<OpenRun> {
  const folder = await temporaryFolder();
  return openRun(
    { config: undefined, run: directory, runsFolder: folder },
    {
      provider: undefined,
      program: [process.execPath, CLI],
      folders: { workspace: folder, hubCache: folder, bundled: BUNDLED },
      quantaVersion: 'test',
      now: new Date(),
    },
  );
}

async function expectSameRun(found: string, expected: string) {
  const lossesOf = async (directory: string) => {
    const { lines } = await readMetrics(runPaths(directory).metrics);
    return lines.filter(({ kind }) => kind === 'epoch').map(({ loss }) => loss!);
  };
  expectRelativelyClose(await lossesOf(found), await lossesOf(expected), 1e-4, 'losses');
  const [ours, theirs] = [await readSae(runPaths(found).sae), await readSae(runPaths(expected).sae)];
  for (const name of ['W_enc', 'b_enc', 'W_dec', 'b_dec'] as const) {
    expect(ours[name].shape).toEqual(theirs[name].shape);
    expectClose(ours[name].data, theirs[name].data, 1e-4, name);
  }
  expect((await readStatus(found)).state).toBe('done');
}

describe('runs that are trained together', () => {
  it('are each what they would be alone', async () => {
    const runs = await openAll(trials);
    const ends = await trainTogether(
      runs,
      () => SILENT,
      () => false,
    );
    expect(ends).toMatchObject(trials.map(() => ({ value: { state: 'done' } })));
    const alone = await openAll(trials);
    for (const [i, run] of alone.entries()) {
      await trainRun(run, SILENT, () => false);
      await expectSameRun(runs[i]!.directory, run.directory);
      expect(existsSync(runPaths(runs[i]!.directory).lock)).toBe(false);
    }
  });

  it('stop alone where one is asked to, and together where all are; and go on to the same end', async () => {
    const runs = await openAll(trials);
    const [first] = runs as [OpenRun];
    const stopFirst = atEpoch(1, () => writeFileSync(runPaths(first.directory).stop, ''));
    let isStopping = false;
    const stopAll = atEpoch(3, () => (isStopping = true));
    const ends = await trainTogether(
      runs,
      (run) => (run === first ? stopFirst : run === runs[2] ? stopAll : SILENT),
      () => isStopping,
    );
    expect(ends).toMatchObject([
      { value: { state: 'stopped' } },
      { value: { state: 'done' } },
      { value: { state: 'stopped' } },
    ]);
    const left = await Promise.all([runs[0]!, runs[2]!].map(reopened));
    expect(stepOf(left[0]!)).toBeLessThan(stepOf(left[1]!));
    await expect(
      trainTogether(
        left,
        () => SILENT,
        () => false,
      ),
    ).rejects.toThrow('at the same step');
    for (const [i, run] of (await Promise.all([runs[0]!, runs[2]!].map(reopened))).entries()) {
      await trainTogether(
        [run],
        () => SILENT,
        () => false,
      );
      const alone = (await openAll([trials[2 * i]!]))[0]!;
      await trainRun(alone, SILENT, () => false);
      await expectSameRun(run.directory, alone.directory);
    }
  });

  it('that were stopped at the same step go on together', async () => {
    const keys = trials.filter(({ num_epochs }) => num_epochs === undefined);
    const runs = await openAll(keys);
    let isStopping = false;
    await trainTogether(
      runs,
      () => atEpoch(2, () => (isStopping = true)),
      () => isStopping,
    );
    const left = await Promise.all(runs.map(reopened));
    expect(new Set(left.map(stepOf)).size).toBe(1);
    await trainTogether(
      left,
      () => SILENT,
      () => false,
    );
    for (const [i, alone] of (await openAll(keys)).entries()) {
      await trainRun(alone, SILENT, () => false);
      await expectSameRun(runs[i]!.directory, alone.directory);
    }
  });
});
