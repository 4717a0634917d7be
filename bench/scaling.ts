// `node bench/run.mjs scaling [options]`: how a step's time grows with the questions of a batch, the width of the
// activations and the neurons; each in turns with the others of its table.
import { join } from 'node:path';
import { interleaved, ratios } from './support/interleaved';
import { machine } from './support/machine';
import { readOptions } from './support/options';
import { NOTEBOOK_RUN, OurTraining } from './support/ourTraining';
import { WIDE_MODEL, writeRandomModel } from './support/randomModel';
import { median, withSpread } from './support/statistics';
import { printTable, progress } from './support/table';
import { inWorkFolder } from './support/workFolder';

/** What a step's size is made of. */
interface Size {
  readonly questions: number;
  readonly width: number;
  readonly neurons: number;
}

const BASE: Size = { questions: 64, width: WIDE_MODEL.dMlp, neurons: 512 };
const AXES: Readonly<Record<keyof Size, readonly number[]>> = {
  questions: [16, 32, 64, 128, 256],
  width: [510, 1020, 2040, 4080],
  neurons: [64, 128, 256, 512, 1024, 2048, 4096],
};

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  for (const width of AXES.width) await writeRandomModel(modelOf(folder, width), { ...WIDE_MODEL, dMlp: width });
  for (const axis of Object.keys(AXES) as (keyof Size)[]) {
    progress(axis);
    const runs: OurTraining[] = [];
    for (const value of AXES[axis]) runs.push(await open(folder, { ...BASE, [axis]: value }));
    const times = await interleaved(runs, options);
    const others = Object.entries(BASE).filter(([name]) => name !== axis);
    const providers = new Set(runs.map(({ provider }) => provider));
    console.log(
      `provider ${[...providers].join(', ')}; ${others.map(([name, value]) => `${value} ${name}`).join(', ')}`,
    );
    printTable(
      [axis, 'ms a step', 'times the one before', 'µs for one of them'],
      AXES[axis].map((value, i) => [
        String(value),
        (1000 * median(times[i]!)).toFixed(1),
        i === 0 ? '' : withSpread(ratios(times[i]!, times[i - 1]!), 2),
        ((1e6 * median(times[i]!)) / value).toFixed(1),
      ]),
    );
    for (const run of runs) await run.close();
  }
});

function modelOf(folder: string, width: number): string {
  return join(folder, `${width}.pth`);
}

async function open(folder: string, { questions, width, neurons }: Size): Promise<OurTraining> {
  const sizes = { batch_size: questions, model: modelOf(folder, width), encoding_dim: neurons };
  const name = `${questions}-${width}-${neurons}`;
  return OurTraining.open(join(folder, name), { ...NOTEBOOK_RUN, ...sizes }, options.provider);
}
