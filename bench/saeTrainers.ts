// `node bench/run.mjs saeTrainers [options]`: Quanta's TopK SAE against those of SAELens and dictionary_learning, in
// their own trainers, on activations of the 510-wide model, 64 questions (1408 rows of width 2040) a step. Theirs read
// stored activations; Quanta is measured twice: as it trains, computing the activations in every step, and without that,
// on rows of the same width that come from a model's embedding alone.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../src/core/errors';
import { interleaved, ratios } from './support/interleaved';
import { machine } from './support/machine';
import { readOptions } from './support/options';
import { NOTEBOOK_RUN, OurTraining } from './support/ourTraining';
import { PythonPeer, type PeerFiles } from './support/pythonPeer';
import { drawBatches } from './support/questions';
import { WIDE_MODEL, writeRandomModel } from './support/randomModel';
import { median, withSpread } from './support/statistics';
import { printNotMeasured, printTable, progress } from './support/table';
import { inWorkFolder } from './support/workFolder';

const TRAINERS = [
  { name: 'SAELens', script: 'sae_lens_training.py' },
  { name: 'dictionary_learning', script: 'dictionary_learning_training.py' },
];
const { batch_size, operations } = NOTEBOOK_RUN;
/** Neurons that may fire at the same time. */
const K = 16;

const options = readOptions();
console.log(`${await machine()}\n`);
await inWorkFolder(async (folder) => {
  const models = { whole: join(folder, 'wide.pth'), alone: join(folder, 'embedding.pth') };
  await writeRandomModel(models.whole, WIDE_MODEL);
  const width = WIDE_MODEL.dMlp;
  await writeRandomModel(models.alone, { ...WIDE_MODEL, nLayers: 1, nHeads: 1, dModel: width, dHead: 1, dMlp: 1 });
  const tokens = join(folder, 'tokens.json');
  await writeFile(tokens, JSON.stringify(drawBatches(16, batch_size, operations)));

  const rows: string[][] = [];
  const descriptions = new Set<string>();
  for (const encodingDim of options.encodingDims) {
    progress(`${encodingDim} neurons`);
    try {
      rows.push(await measure(encodingDim, join(folder, String(encodingDim)), models, tokens, descriptions));
    } catch (error) {
      printNotMeasured(`${encodingDim} neurons`, messageOf(error));
    }
  }
  console.log(`questions/s; ${[...descriptions].join('; ')}`);
  const heads = TRAINERS.flatMap(({ name }) => [name, 'ratio to whole', 'ratio to SAE']);
  printTable(['neurons', 'Quanta, whole', 'Quanta, SAE', ...heads], rows);
});

/** A row of the table; adds to `descriptions` what was measured. */
async function measure(
  encodingDim: number,
  folder: string,
  models: { whole: string; alone: string },
  tokens: string,
  descriptions: Set<string>,
): Promise<string[]> {
  const k = Math.min(K, encodingDim);
  const keys = {
    architecture: 'topk',
    k,
    encoding_dim: encodingDim,
    batch_size,
    operations,
    learning_rate: 1e-3,
  } as const;
  const config = `${folder}.json`;
  await writeFile(config, JSON.stringify(keys));
  const peers = await startTrainers({ model: models.whole, tokens, config });
  const open: { close(): Promise<void> }[] = [...peers.values()];
  try {
    const whole = await OurTraining.open(`${folder}-whole`, { ...keys, model: models.whole }, options.provider);
    open.push(whole);
    const embedding = { model: models.alone, hook: 'hook_resid_pre' };
    const alone = await OurTraining.open(`${folder}-alone`, { ...keys, ...embedding }, options.provider);
    open.push(alone);

    const theirs = [...peers.values()].map((peer) => peer.contestant());
    const [wholeTimes, aloneTimes, ...others] = await interleaved([whole, alone, ...theirs], options);
    for (const peer of peers.values()) descriptions.add(peer.description);
    descriptions.add(`Quanta on ${whole.provider}`);
    const perSecond = (times: readonly number[]) => (batch_size / median(times)).toFixed(0);
    const columns = TRAINERS.flatMap(({ name }) => {
      const times = others[[...peers.keys()].indexOf(name)];
      if (!times) return ['–', '–', '–'];
      return [perSecond(times), ...[wholeTimes!, aloneTimes!].map((ours) => withSpread(ratios(times, ours), 1))];
    });
    return [String(encodingDim), perSecond(wholeTimes!), perSecond(aloneTimes!), ...columns];
  } finally {
    await Promise.all(open.map((each) => each.close()));
  }
}

/** Each trainer in the first Python that has it, by name; says of one that none has why. */
async function startTrainers(files: PeerFiles): Promise<Map<string, PythonPeer>> {
  const started = new Map<string, PythonPeer>();
  for (const { name, script } of TRAINERS) {
    const reasons: string[] = [];
    for (const python of options.pythons) {
      try {
        started.set(name, await PythonPeer.start(python, script, files, options));
        break;
      } catch (error) {
        reasons.push(messageOf(error));
      }
    }
    if (!started.has(name)) printNotMeasured(name, reasons.join('; '));
  }
  return started;
}
