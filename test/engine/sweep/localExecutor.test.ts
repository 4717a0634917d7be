import { writeFileSync } from 'node:fs';
import { stat, rm, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { LedgerLine } from '../../../src/core/sweep/ledgerLine';
import { runPaths } from '../../../src/store/runDirectory';
import { readStatus, writeStatus } from '../../../src/store/statusFile';
import { sweepPaths, trialPaths } from '../../../src/store/sweepDirectory';
import { readSweepLedger } from '../../../src/store/sweepLedger';
import { expectRelativelyClose } from '../../support/closeness';
import { openTestSweep, runTestSweep, sweepFolder } from '../../support/temporarySweeps';

const GRID = { space: { learning_rate: [1e-2, 1e-3], encoding_dim: [6, 8] }, encoding_dim: undefined };

async function trialsOf(folder: string) {
  const { trials, problems } = await readSweepLedger(join(folder, 'sweep'));
  expect(problems).toEqual([]);
  return trials;
}

async function lossesOf(folder: string): Promise<number[]> {
  return (await trialsOf(folder)).map(({ objective }) => objective!.loss!);
}

describe('the trials of a sweep', () => {
  it('are ordinary runs, and come to the same together as one by one', async () => {
    const [together, alone] = [await sweepFolder(GRID), await sweepFolder({ ...GRID, together: 1 })];
    const said: string[] = [];
    for (const folder of [together, alone]) {
      const end = await runTestSweep(await openTestSweep(folder), { onSaying: (text) => said.push(text) });
      expect(end.state).toBe('done');
    }
    expect(said).toEqual([]);
    expectRelativelyClose(await lossesOf(together), await lossesOf(alone), 1e-4, 'losses');
    const run = join(together, 'sweep', 'trials', '0003');
    expect(await readStatus(run)).toMatchObject({ state: 'done', result: { loss: (await lossesOf(together))[3] } });
    expect((await trialsOf(together)).map(({ state }) => state)).toEqual(['done', 'done', 'done', 'done']);
  });

  it('that cannot be trained together are trained alone, and why is said', async () => {
    const folder = await sweepFolder({ space: { seed: [1, 2] } });
    const said: string[] = [];
    await runTestSweep(await openTestSweep(folder), { onSaying: (text) => said.push(text) });
    expect(said).toEqual(
      [0, 1].map((trial) => expect.stringContaining(`Trial ${trial} is trained alone: no other`) as string),
    );
    expect(await readFile(sweepPaths(join(folder, 'sweep')).log, 'utf8')).toContain('Trial 0 is trained alone');
  });

  it('that fail leave the others alone', async () => {
    const folder = await sweepFolder({ preset: 'notebook', space: { learning_rate: [1e-3, 1e30, 1e-2] } });
    await runTestSweep(await openTestSweep(folder));
    const trials = await trialsOf(folder);
    expect(trials.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
    expect(trials[1]!.error).toMatch(/^step \d+: the /);
    expect(await readStatus(join(folder, 'sweep'))).toMatchObject({ state: 'done', sweep: { done: 2, failed: 1 } });
  });

  it('pause at their rungs, and go on from there to what they would be without', async () => {
    const keys = { space: { learning_rate: [1e-2, 3e-3, 1e-3] }, num_epochs: 3 };
    const [halved, whole] = [await sweepFolder({ ...keys, halving: {} }), await sweepFolder(keys)];
    const lines: LedgerLine[] = [];
    await runTestSweep(await openTestSweep(halved), { onLine: (line) => lines.push(line) });
    await runTestSweep(await openTestSweep(whole));
    const paused = lines.filter(({ state }) => state === 'paused');
    expect(paused).toMatchObject([{ epoch: 1 }, { epoch: 1 }, { epoch: 1 }]);
    const done = (await trialsOf(halved)).filter(({ state }) => state === 'done');
    expect(done).toHaveLength(1);
    const [{ trial, objective }] = done as [(typeof done)[0]];
    expectRelativelyClose([objective!.loss!], [(await lossesOf(whole))[trial]!], 1e-4, 'loss');
    const left = (await trialsOf(halved)).find(({ state }) => state === 'pruned')!;
    expect(await readStatus(join(halved, 'sweep', left.run))).toMatchObject({ progress: { epoch: 1 } });
  });

  it('stop with the sweep, and go on with it', async () => {
    // Long enough that a busy machine cannot finish them before it sees that they are to stop.
    const keys = { ...GRID, num_batches: 100, num_epochs: 60 };
    const [folder, whole] = [await sweepFolder(keys), await sweepFolder(keys)];
    for (const asked of ['function', 'file'] as const) {
      const open = await openTestSweep(folder);
      const { stop } = sweepPaths(open.directory);
      let begun = 0;
      const onLine = ({ state }: LedgerLine) => {
        if (state === 'running' && ++begun === 4 && asked === 'file') writeFileSync(stop, '');
      };
      const end = await runTestSweep(open, { onLine, stopRequested: () => asked === 'function' && begun === 4 });
      expect(end).toMatchObject({ state: 'stopped', reached: null });
      expect((await trialsOf(folder)).map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped', 'stopped']);
      expect(await readStatus(open.directory)).toMatchObject({ state: 'stopped', sweep: { running: 0, done: 0 } });
      await expect(stat(stop)).rejects.toThrow('ENOENT');
    }
    await runTestSweep(await openTestSweep(folder, undefined));
    await runTestSweep(await openTestSweep(whole));
    expectRelativelyClose(await lossesOf(folder), await lossesOf(whole), 1e-4, 'losses');
  });

  it.each([
    ['whose outcome is there, but not the line of the ledger', false],
    ['whose run is finished, but whose outcome is not there', true],
  ])('%s are not trained again', async (_, removesOutcome) => {
    const folder = await sweepFolder(GRID);
    await runTestSweep(await openTestSweep(folder));
    const expected = await lossesOf(folder);
    const sweep = join(folder, 'sweep');
    const { ledger } = sweepPaths(sweep);
    const lines = (await readFile(ledger, 'utf8')).split('\n');
    await writeFile(ledger, lines.slice(0, -2).join('\n') + '\n');
    await writeStatus(sweep, { ...(await readStatus(sweep)), state: 'running', pid: 2 ** 22 });
    const { run } = JSON.parse(lines.at(-2)!) as LedgerLine;
    if (removesOutcome) await rm(trialPaths(join(sweep, run)).outcome);
    const { checkpoint, metrics, status } = runPaths(join(sweep, run));
    const times = async () =>
      Promise.all([checkpoint, metrics, status].map(async (path) => (await stat(path)).mtimeMs));
    const before = await times();
    await runTestSweep(await openTestSweep(folder, undefined));
    expect(await times()).toEqual(before);
    expect(await lossesOf(folder)).toEqual(expected);
    expect((await readStatus(sweep)).state).toBe('done');
  });
});
