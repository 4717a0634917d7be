// `node bench/run.mjs start [options]`: how long it takes from the command `quanta train` to its first step, and what
// that time goes to.
import { join } from 'node:path';
import { machine } from './support/machine';
import { measuredModels } from './support/measuredModels';
import { readOptions } from './support/options';
import { withSpread } from './support/statistics';
import { printTable, progress } from './support/table';
import { runTrainCommand, type TrainedRun } from './support/trainCommand';
import { inWorkFolder } from './support/workFolder';

/** When each of these was done, in milliseconds since 1970. */
const MOMENTS: Readonly<Record<string, (run: TrainedRun) => number>> = {
  'Node started': ({ started }) => started,
  'runtime loaded': ({ runtimeLoaded }) => runtimeLoaded!,
  'session created': ({ sessions, runs }) => sessions.findLast(({ end }) => end <= runs[0]!.begin)!.end,
  'first step done': ({ runs }) => runs[0]!.end,
  'run of two steps ended': ({ ended }) => ended,
};

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const rows: string[][] = [];
  for (const [name, keys] of Object.entries(await measuredModels(folder))) {
    for (const encoding_dim of options.encodingDims) {
      progress(`${name}, ${encoding_dim} neurons`);
      const runs: TrainedRun[] = [];
      // One more than is counted: the files that it reads are in memory then.
      for (let round = 0; round <= options.rounds; round++) {
        const short = { ...keys, encoding_dim, num_epochs: 1, num_batches: 3 }; // of which the notebook drops one
        runs.push(await runTrainCommand(join(folder, 'run'), short, options.provider));
      }
      const sinceAsked = (moment: (run: TrainedRun) => number) => runs.slice(1).map((run) => moment(run) - run.asked);
      rows.push([
        `${name}, ${encoding_dim} neurons`,
        runs[0]!.provider,
        ...Object.values(MOMENTS).map((moment) => withSpread(sinceAsked(moment), 0)),
      ]);
    }
  }
  console.log('milliseconds since the command');
  printTable(['model', 'provider', ...Object.keys(MOMENTS)], rows);
});
