// `node bench/run.mjs overhead [options]`: how much of a run's time passes outside ONNX Runtime's calls: between them, in
// questions, figures, checkpoints and metrics, and before and after them, in the program's start and the run's files.
import { join } from 'node:path';
import type { SaeConfig } from '../src/core/config/saeConfig';
import { machine } from './support/machine';
import { measuredModels } from './support/measuredModels';
import { readOptions } from './support/options';
import { withSpread } from './support/statistics';
import { printTable, progress } from './support/table';
import { runTrainCommand, type TrainedRun } from './support/trainCommand';
import { inWorkFolder } from './support/workFolder';

/** How long each run trains for, about. */
const SECONDS = 10;
const BATCHES_PER_EPOCH = 200;
const NEURONS = [32, 512];
/** More would take minutes, and a run is long enough to be its own average. */
const MOST_ROUNDS = 3;

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const rows: string[][] = [];
  for (const [name, keys] of Object.entries(await measuredModels(folder))) {
    for (const encoding_dim of NEURONS) {
      progress(`${name}, ${encoding_dim} neurons`);
      const runs = await measure(join(folder, 'run'), { ...keys, encoding_dim });
      rows.push([
        `${name}, ${encoding_dim} neurons`,
        runs[0]!.provider,
        String(runs[0]!.runs.length),
        withSpread(
          runs.map(({ asked, ended }) => (ended - asked) / 1000),
          1,
        ),
        withSpread(runs.map(outsideWhileTraining), 2),
        withSpread(runs.map(outside), 2),
      ]);
    }
  }
  console.log("shares of time outside ONNX Runtime's calls");
  printTable(['run', 'provider', 'calls', 'seconds', '% while training', '% from command to end'], rows);
});

async function measure(folder: string, keys: Omit<SaeConfig, 'kind'>): Promise<TrainedRun[]> {
  const train = (num_epochs: number) =>
    runTrainCommand(folder, { ...keys, num_epochs, num_batches: BATCHES_PER_EPOCH }, options.provider);
  const epochs = Math.max(1, Math.round((1000 * SECONDS) / trainingTime(await train(1))));
  const runs: TrainedRun[] = [];
  for (let round = 0; round < Math.min(options.rounds, MOST_ROUNDS); round++) runs.push(await train(epochs));
  return runs;
}

function outsideWhileTraining(run: TrainedRun): number {
  return 100 * (1 - timeInside(run) / trainingTime(run));
}

function outside(run: TrainedRun): number {
  return 100 * (1 - timeInside(run) / (run.ended - run.asked));
}

function trainingTime({ runs }: TrainedRun): number {
  return runs.at(-1)!.end - runs[0]!.begin;
}

function timeInside({ runs }: TrainedRun): number {
  return runs.reduce((sum, { begin, end }) => sum + end - begin, 0);
}
