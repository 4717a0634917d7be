// `node bench/run.mjs trainingStep [options]`: how much of a training step on the 510-wide model, 64 questions a step,
// is matrix products: the time of a step against that of the same products alone, in turns; and where the rest goes,
// by the runtime's own profile. On the CPU, whatever the options say.
import { join } from 'node:path';
import type { SaeConfig } from '../src/core/config/saeConfig';
import type { ArchitectureName } from '../src/core/sae/architectures';
import { interleaved, ratios } from './support/interleaved';
import { machine } from './support/machine';
import { readOptions } from './support/options';
import { NOTEBOOK_RUN, OurTraining } from './support/ourTraining';
import { flops, productsAlone, productsOfStep, productsWithoutTables } from './support/products';
import { WIDE_MODEL, writeRandomModel } from './support/randomModel';
import { median, withSpread } from './support/statistics';
import { stepBudget } from './support/stepBudget';
import { printTable, progress } from './support/table';
import { inWorkFolder } from './support/workFolder';

const ARCHITECTURES: Readonly<Record<ArchitectureName, Partial<SaeConfig>>> = {
  kl: NOTEBOOK_RUN,
  topk: {
    architecture: 'topk',
    k: 16,
    learning_rate: NOTEBOOK_RUN.learning_rate,
    batch_size: NOTEBOOK_RUN.batch_size,
    operations: NOTEBOOK_RUN.operations,
  },
};

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const model = join(folder, 'wide.pth');
  await writeRandomModel(model, WIDE_MODEL);
  const rows: string[][] = [];
  for (const [architecture, keys] of Object.entries(ARCHITECTURES)) {
    for (const encodingDim of options.encodingDims) {
      const what = `${architecture}, ${encodingDim} neurons`;
      progress(what);
      const work = join(folder, `${architecture}-${encodingDim}`);
      const run = { ...keys, model, encoding_dim: encodingDim };
      rows.push([architecture, String(encodingDim), ...(await measure(work, run))]);
      const budget = await stepBudget(`${work}-profiled`, run);
      printTable([`${what}: where a step's time goes`, 'runs', 'ms', 'share'], budget);
    }
  }
  printTable(
    ['architecture', 'neurons', 'step, ms', 'products alone, ms', 'share', 'GFLOP/s', 'of a plain pass', 'questions/s'],
    rows,
  );
  console.log(
    'GFLOP/s: of the products that a step computes. Of a plain pass: of those that it would compute without looking the first attention up.',
  );
});

async function measure(folder: string, keys: Omit<SaeConfig, 'kind'> & { encoding_dim: number }): Promise<string[]> {
  const training = await OurTraining.open(folder, keys, 'cpu');
  const questions = NOTEBOOK_RUN.batch_size;
  const encodingDim = keys.encoding_dim;
  const products = productsOfStep(WIDE_MODEL, questions, encodingDim);
  const alone = await productsAlone(products);
  const [steps, ceilings] = (await interleaved([training, alone], options)) as [number[], number[]];
  await training.close();
  await alone.close();
  const rate = (count: number) =>
    withSpread(
      steps.map((seconds) => count / seconds / 1e9),
      0,
    );
  return [
    withSpread(
      steps.map((seconds) => 1000 * seconds),
      1,
    ),
    withSpread(
      ceilings.map((seconds) => 1000 * seconds),
      1,
    ),
    withSpread(
      ratios(ceilings, steps).map((share) => 100 * share),
      0,
    ) + '%',
    rate(flops(products)),
    rate(flops(productsWithoutTables(WIDE_MODEL, questions, encodingDim))),
    (questions / median(steps)).toFixed(0),
  ];
}
