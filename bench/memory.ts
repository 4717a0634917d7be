// `node bench/run.mjs memory [options]`: the most memory that `quanta train` takes, against the number of steps, of
// questions in a file, and of neurons.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SaeConfig } from '../src/core/config/saeConfig';
import { randomStream } from '../src/core/random/stream';
import { machine } from './support/machine';
import { measuredModels } from './support/measuredModels';
import { readOptions } from './support/options';
import { printTable, progress } from './support/table';
import { runTrainCommand } from './support/trainCommand';
import { inWorkFolder } from './support/workFolder';

const [FEW_STEPS, MANY_STEPS] = [200, 2000];
const [FEW_QUESTIONS, MANY_QUESTIONS] = [6400, 320_000];

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const { bundled, '510-wide': wide } = await measuredModels(folder);
  const steps = (count: number) => ({ num_epochs: 1, num_batches: count + 1 }); // the notebook drops the first
  const file = async (questions: number) => ({ num_epochs: 1, questions: await questionsFile(folder, questions) });
  const cases: [what: string, keys: Omit<SaeConfig, 'kind'>][] = [
    [`510-wide, 32 neurons, ${FEW_STEPS} steps`, { ...wide, encoding_dim: 32, ...steps(FEW_STEPS) }],
    [`510-wide, 32 neurons, ${MANY_STEPS} steps`, { ...wide, encoding_dim: 32, ...steps(MANY_STEPS) }],
    [`510-wide, 512 neurons, ${FEW_STEPS} steps`, { ...wide, encoding_dim: 512, ...steps(FEW_STEPS) }],
    [`bundled, 32 neurons, ${FEW_STEPS} steps`, { ...bundled, encoding_dim: 32, ...steps(FEW_STEPS) }],
    [`bundled, 32 neurons, ${MANY_STEPS} steps`, { ...bundled, encoding_dim: 32, ...steps(MANY_STEPS) }],
  ];
  for (const questions of [FEW_QUESTIONS, MANY_QUESTIONS]) {
    const keys = { ...bundled, encoding_dim: 32, ...(await file(questions)) };
    cases.push([`bundled, 32 neurons, file of ${questions} questions`, keys]);
  }
  const rows: string[][] = [];
  for (const [what, keys] of cases) {
    progress(what);
    const { provider, peakBytes } = await runTrainCommand(join(folder, 'run'), keys, options.provider);
    rows.push([what, provider, (peakBytes / 2 ** 20).toFixed(0)]);
  }
  printTable(['run', 'provider', 'peak memory, MiB'], rows);
});

async function questionsFile(folder: string, count: number): Promise<string> {
  const path = join(folder, `${count}.txt`);
  const random = randomStream(1, 'data', 0);
  const operand = () => String(random.integer(1_000_000)).padStart(6, '0');
  const lines = Array.from({ length: count }, () => `${operand()}${random.integer(2) === 0 ? '+' : '-'}${operand()}`);
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}
