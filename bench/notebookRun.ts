// `node bench/run.mjs notebookRun [options]`: how long the notebook's whole first run takes, 10 epochs of 1000 batches of
// 64 questions on the 510-wide model, from the command to its last file. Minutes on a CPU.
import { join } from 'node:path';
import { machine } from './support/machine';
import { measuredModels } from './support/measuredModels';
import { readOptions } from './support/options';
import { printTable } from './support/table';
import { runTrainCommand } from './support/trainCommand';
import { inWorkFolder } from './support/workFolder';

const NEURONS = 32;
const EPOCHS = 10;
const BATCHES_PER_EPOCH = 1000;

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const { '510-wide': keys } = await measuredModels(folder);
  const sizes = { encoding_dim: NEURONS, num_epochs: EPOCHS, num_batches: BATCHES_PER_EPOCH };
  const run = await runTrainCommand(join(folder, 'run'), { ...keys, ...sizes }, options.provider);
  const { asked, ended, runs, provider } = run;
  const seconds = (ended - asked) / 1000;
  const training = (runs.at(-1)!.end - runs[0]!.begin) / 1000;
  const questions = EPOCHS * BATCHES_PER_EPOCH * keys.batch_size;
  printTable(
    ['run', 'seconds', 'of them training', 'questions/s'],
    [[`notebook's, provider ${provider}`, seconds.toFixed(1), training.toFixed(1), (questions / training).toFixed(0)]],
  );
});
