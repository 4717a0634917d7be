// `node bench/run.mjs load [options]`: how long loading a checkpoint of the 510-wide model takes, against torch.load.
import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sizeOf } from '../src/core/floatArray';
import { tensorShapes } from '../src/core/transformer/transformerConfig';
import { machine } from './support/machine';
import { readOptions } from './support/options';
import { inProject, program } from './support/project';
import { pythonsWithTorch } from './support/pythons';
import { WIDE_MODEL, writeRandomModel } from './support/randomModel';
import { median, withSpread } from './support/statistics';
import { printTable } from './support/table';
import { inWorkFolder } from './support/workFolder';

const LOADS_PER_PROCESS = 10;
const VALUES = [...tensorShapes(WIDE_MODEL).values()].reduce((sum, shape) => sum + sizeOf(shape), 0);
const run = promisify(execFile);

/** A program that loads a checkpoint several times in a new process. */
interface Loader {
  readonly command: readonly [program: string, ...args: string[]];
  /** Milliseconds, of each process. */
  readonly process: number[];
  readonly first: number[];
  readonly warm: number[];
  name: string;
}

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const checkpoint = join(folder, 'wide.pth');
  await writeRandomModel(checkpoint, WIDE_MODEL);
  const { size } = await stat(checkpoint);
  const loaders = [
    loader(process.execPath, program('loadCheckpoint')),
    ...(await pythonsWithTorch(options.pythons)).map((python) =>
      loader(python, inProject('bench/peers/load_checkpoint.py')),
    ),
  ];
  for (let round = 0; round < options.rounds; round++) {
    for (const each of loaders) {
      await measure(each, checkpoint);
    }
  }
  console.log(`milliseconds to load a checkpoint of ${(size / 1e6).toFixed(1)} MB`);
  printTable(
    ['loader', 'first in a process', 'warm', 'whole process, one load'],
    loaders.map(({ name, first, warm, process }) => [name, ...[first, warm, process].map((ms) => withSpread(ms, 0))]),
  );
});

function loader(...command: [string, string]): Loader {
  return { command, name: command[0], process: [], first: [], warm: [] };
}

async function measure(loader: Loader, checkpoint: string): Promise<void> {
  const [file, ...args] = loader.command;
  const start = performance.now();
  await run(file, [...args, checkpoint, '1']);
  const whole = performance.now() - start;
  const { stdout } = await run(file, [...args, checkpoint, String(LOADS_PER_PROCESS)]);
  const { name, values, milliseconds } = JSON.parse(stdout) as { name: string; values: number; milliseconds: number[] };
  const [first, ...warm] = milliseconds;
  if (values !== VALUES) throw new Error(`${name} loaded ${values} numbers of ${VALUES}`);
  loader.name = name;
  loader.process.push(whole);
  loader.first.push(first!);
  loader.warm.push(median(warm));
}
