// `node bench/run.mjs sweep [options]`: how long does the notebook's grid of six trials take as a whole, from the command
// to the last file, trained together and one by one? With short epochs: minutes on a CPU.
import { join } from 'node:path';
import { machine } from './support/machine';
import { measuredModels } from './support/measuredModels';
import { readOptions } from './support/options';
import { NOTEBOOK_RUN } from './support/ourTraining';
import { median, withSpread } from './support/statistics';
import { runSweepCommand, type FinishedSweep } from './support/sweepCommand';
import { printTable, progress } from './support/table';
import { inWorkFolder } from './support/workFolder';

const BATCHES_PER_EPOCH = 50;
const MOST_ROUNDS = 3;
/** What is searched, and what ends training early. */
const GRID = { space: 'notebook_grid', num_batches: BATCHES_PER_EPOCH, early_stopping_threshold: 1e-300 } as const;

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const rows: string[][] = [];
  for (const [name, { model }] of Object.entries(await measuredModels(folder))) {
    const { preset, architecture, batch_size, operations } = NOTEBOOK_RUN;
    const keys = { model, preset, architecture, batch_size, operations, ...GRID, analyse: 'none' } as const;
    const [alone, together]: [FinishedSweep[], FinishedSweep[]] = [[], []];
    for (let round = 0; round < Math.min(options.rounds, MOST_ROUNDS); round++) {
      progress(`${name}, round ${round + 1}`);
      const sweep = (kind: string, most: number) =>
        runSweepCommand(join(folder, `${name}-${round}-${kind}`), { ...keys, together: most }, options.provider);
      alone.push(await sweep('alone', 1));
      together.push(await sweep('together', 16));
    }
    const seconds = (sweeps: readonly FinishedSweep[]) => sweeps.map((sweep) => sweep.seconds);
    rows.push([
      name,
      String(together[0]!.trials.length),
      median(seconds(alone)).toFixed(1),
      median(seconds(together)).toFixed(1),
      withSpread(
        alone.map((sweep, round) => sweep.seconds / together[round]!.seconds),
        2,
      ),
      greatestDifference(alone[0]!, together[0]!).toExponential(0),
    ]);
  }
  printTable(['model', 'trials', 'one by one, s', 'together, s', 'times as fast', 'difference of scores'], rows);
});

/** The greatest difference between the scores of the same trials, relative to them. */
function greatestDifference(a: FinishedSweep, b: FinishedSweep): number {
  const differences = a.trials.map(({ objective }, trial) => {
    const [one, other] = [objective?.score, b.trials[trial]?.objective?.score];
    return Math.abs(one! - other!) / Math.abs(one!);
  });
  return Math.max(...differences);
}
