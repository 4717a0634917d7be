// `node bench/run.mjs peers [options]`: how many times as fast as PyTorch Quanta trains the notebook's SAE on the
// 510-wide model, 64 questions a step: against the notebook's own flow, and against flows that waste less.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../src/core/errors';
import { interleaved, ratios } from './support/interleaved';
import { machine } from './support/machine';
import { readOptions } from './support/options';
import { NOTEBOOK_RUN, OurTraining } from './support/ourTraining';
import { PythonPeer } from './support/pythonPeer';
import { pythonsWithTorch } from './support/pythons';
import { drawBatches, type TokenBatch } from './support/questions';
import { WIDE_MODEL, writeRandomModel } from './support/randomModel';
import { median, withSpread } from './support/statistics';
import { printNotMeasured, printTable, progress } from './support/table';
import { inWorkFolder } from './support/workFolder';

/** The flows of notebook_flow.py. */
const FLOWS = ['notebook', 'prefix', 'lean'] as const;
const STEPS_COMPARED = 3;
const GREATEST_DIFFERENCE = 1e-3;

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const model = join(folder, 'wide.pth');
  await writeRandomModel(model, WIDE_MODEL);
  const batches = drawBatches(16, NOTEBOOK_RUN.batch_size, NOTEBOOK_RUN.operations);
  const tokens = join(folder, 'tokens.json');
  await writeFile(tokens, JSON.stringify(batches));
  for (const [i, python] of (await pythonsWithTorch(options.pythons)).entries()) {
    const rows: string[][] = [];
    const names = new Set<string>();
    for (const encodingDim of options.encodingDims) {
      try {
        const work = join(folder, `${i}-${encodingDim}`);
        const { row, description } = await measure(python, work, { model, tokens, batches, encodingDim });
        rows.push(row);
        names.add(description);
      } catch (error) {
        printNotMeasured(`${encodingDim} neurons against ${python}`, messageOf(error));
      }
    }
    if (rows.length === 0) continue;
    console.log([...names].join('\n'));
    const heads = ['neurons', 'Quanta', ...FLOWS.flatMap((flow) => [flow, 'ratio']), 'difference'];
    printTable(heads, rows);
  }
});

interface Comparison {
  readonly model: string;
  readonly tokens: string;
  readonly batches: readonly TokenBatch[];
  readonly encodingDim: number;
}

async function measure(python: string, folder: string, { model, tokens, batches, encodingDim }: Comparison) {
  progress(`${encodingDim} neurons, ${python}`);
  const keys = { ...NOTEBOOK_RUN, model, encoding_dim: encodingDim };
  const config = `${folder}.json`;
  await writeFile(config, JSON.stringify(keys));
  const peer = await PythonPeer.start(python, 'notebook_flow.py', { model, tokens, config }, options);
  try {
    const start = `${folder}.pth`;
    await peer.ask({ save: start });
    const ours = await OurTraining.open(folder, { ...keys, init_from: start }, options.provider);
    try {
      const difference = await differenceOfFigures(ours, peer, batches.slice(0, STEPS_COMPARED));
      const contestants = [ours, ...FLOWS.map((flow) => peer.contestant(flow))];
      const [own, ...others] = await interleaved(contestants, options);
      const perSecond = (times: readonly number[]) => (NOTEBOOK_RUN.batch_size / median(times)).toFixed(0);
      const columns = others.flatMap((times) => [perSecond(times), withSpread(ratios(times, own!), 1)]);
      const row = [String(encodingDim), perSecond(own!), ...columns, difference.toExponential(0)];
      return { row, description: `questions/s; Quanta on ${ours.provider} against ${peer.description}` };
    } finally {
      await ours.close();
    }
  } finally {
    await peer.close();
  }
}

/**
 * The greatest relative difference between both sides' figures in the first steps from the same weights.
 *
 * @throws Error where they do not compute the same
 */
async function differenceOfFigures(ours: OurTraining, peer: PythonPeer, batches: readonly TokenBatch[]) {
  const found = (await ours.figuresOfSteps(batches)).flat();
  const { figures } = (await peer.ask({ figures: batches.length })) as { figures: number[][] };
  const differences = figures.flat().map((figure, i) => Math.abs(figure - found[i]!) / Math.abs(figure));
  const difference = Math.max(...differences);
  if (difference < GREATEST_DIFFERENCE) return difference;
  throw new Error(`both compute different figures: ${found.join(', ')} against ${figures.flat().join(', ')}`);
}
