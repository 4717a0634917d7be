// `node bench/run.mjs labels [--layers 0] [--seeds 1,2,3] [--sae NAME …]`: what the neurons of SAEs on the bundled model
// tell, against the model's own neurons and random directions, all by the same analysis on questions held out. The last two
// are put to it as SAEs, with one neuron for each of the model's own and for each direction. A minute or more per line.
import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs, promisify } from 'node:util';
import type { QualityFile } from '../src/core/run/qualityFile';
import { randomStream } from '../src/core/random/stream';
import { hookName } from '../src/core/transformer/hooks';
import { randomDirections } from '../src/runtime/analysis/randomDirections';
import { readAnalysis } from '../src/store/analysisFiles';
import { writeSaeLensDirectory } from '../src/store/saeFiles';
import { machine } from './support/machine';
import { inProject } from './support/project';
import { printTable, progress } from './support/table';
import { inWorkFolder } from './support/workFolder';

const MODEL = 'mix_d6_l3_h4_t60K_s100003';
const WIDTH = 256;
const DIRECTIONS = 64;
const CONTEXT = 22;
/** From where two digits of a column have been read: before, there is nothing to tell. */
const POSITIONS = 'P9-P20';

/** The notebook's second run, on these positions. */
const NOTEBOOK = {
  preset: 'notebook',
  encoding_dim: 64,
  learning_rate: 1e-3,
  sparsity_target: 0.05,
  sparsity_weight: 0.1,
  num_epochs: 10,
} as const;
const TOPK = {
  architecture: 'topk',
  encoding_dim: 256,
  k: 8,
  learning_rate: 1e-3,
  num_epochs: 30,
  num_batches: 300,
  early_stopping_threshold: 1e-12,
} as const;

/** Makes what is analysed in a folder; returns what the analysis is told. */
type Contestant = (folder: string, layer: number, seed: number) => Promise<string[]>;

const contestants: Record<string, Contestant> = {
  "the notebook's SAE, 64 neurons": (folder, layer, seed) => trained(folder, { ...NOTEBOOK, layer_num: layer, seed }),
  'TopK, 256 neurons, 8 active': (folder, layer, seed) => trained(folder, { ...TOPK, layer_num: layer, seed }),
  "the model's own 256 neurons": (folder, layer) => {
    const identity = Float32Array.from({ length: WIDTH ** 2 }, (_, i) => Number(i % (WIDTH + 1) === 0));
    return made(folder, layer, identity, WIDTH);
  },
  '64 random directions': (folder, layer, seed) =>
    made(folder, layer, randomDirections(randomStream(seed, 'weights', 0), DIRECTIONS, WIDTH), DIRECTIONS),
};

async function trained(folder: string, keys: Record<string, unknown>): Promise<string[]> {
  const config = join(folder, 'run.quanta.json');
  await writeFile(
    config,
    JSON.stringify({ kind: 'sae', model: MODEL, positions: POSITIONS, analyse: 'none', ...keys }),
  );
  const run = join(folder, 'run');
  await quanta(['train', config, '--run', run, '--provider', 'cpu']);
  return [run];
}

/** An SAE that reads activations along some directions, and writes them there again. */
async function made(folder: string, layer: number, directions: Float32Array, count: number): Promise<string[]> {
  const turned = Float32Array.from({ length: WIDTH * count }, (_, i) => {
    return directions[(i % count) * WIDTH + Math.floor(i / count)]!;
  });
  const sae = {
    architecture: 'kl',
    W_enc: { shape: [WIDTH, count], data: turned },
    b_enc: { shape: [count], data: new Float32Array(count) },
    W_dec: { shape: [count, WIDTH], data: directions },
    b_dec: { shape: [WIDTH], data: new Float32Array(WIDTH) },
  } as const;
  const directory = join(folder, 'sae');
  const metadata = { model_name: MODEL, hook_name: hookName(layer, 'mlp.hook_post'), context_size: CONTEXT };
  await writeSaeLensDirectory(directory, sae, metadata, new Float32Array(count));
  return ['--sae', directory, '--model', MODEL, '--layer', String(layer), '--positions', POSITIONS];
}

async function quanta(args: readonly string[]): Promise<void> {
  await promisify(execFile)(process.execPath, [inProject('dist/quanta.cjs'), ...args], { maxBuffer: 2 ** 26 });
}

const { values } = parseArgs({
  options: {
    layers: { type: 'string', default: '0' },
    seeds: { type: 'string', default: '1,2,3' },
    sae: { type: 'string', multiple: true, default: Object.keys(contestants) },
  },
});
const numbers = (list: string) => list.split(',').map(Number);

console.log(`${await machine()}\n`);
await inWorkFolder(async (work) => {
  for (const layer of numbers(values.layers)) {
    const rows: string[][] = [];
    for (const name of values.sae) {
      const found: QualityFile[] = [];
      for (const seed of numbers(values.seeds)) {
        progress(`layer ${layer}, ${name}, seed ${seed}`);
        const folder = join(work, `${layer}-${Object.keys(contestants).indexOf(name)}-${seed}`);
        await mkdir(folder);
        const subject = await contestants[name]!(folder, layer, seed);
        await quanta(['analyse', ...subject, '--seed', String(seed), '--out', folder]);
        found.push(await readAnalysis.quality(folder));
      }
      rows.push([name, ...figures(found)]);
    }
    console.log(`${hookName(layer, 'mlp.hook_post')} at ${POSITIONS}, seeds ${values.seeds}: mean, least and greatest`);
    printTable(['', 'coverage', 'reconstruction', 'labels', 'proved', 'groups proved', 'nodes explained', 's'], rows);
  }
});

/** What is told of analyses with different seeds. */
function figures(found: readonly QualityFile[]): string[] {
  const labels = found.map((quality) => quality.labels!);
  // At the SAE's own layer and positions: it can explain no others.
  const nodes = found.map(({ nodes: all, hook, positions }) =>
    all!.filter(
      ({ useful, layer, position }) =>
        useful && hook === hookName(layer, 'mlp.hook_post') && positions.some((at) => at.position === position),
    ),
  );
  const explained = nodes.map((useful) => useful.filter((node) => node.explained).length);
  return [
    spread(
      labels.map(({ coverage }) => coverage.sae.coverage ?? NaN),
      3,
    ),
    spread(
      labels.map(({ coverage }) => coverage.sae.reconstruction ?? NaN),
      3,
    ),
    spread(labels.map(({ labelled }) => labelled)),
    spread(labels.map(({ proved }) => proved)),
    spread(labels.map((each) => each.groups_proved)),
    `${spread(explained)} of ${spread(nodes.map(({ length }) => length))}`,
    spread(found.map(({ seconds }) => seconds)),
  ];
}

function spread(numbers: readonly number[], decimals = 0): string {
  const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
  const [least, greatest] = [Math.min(...numbers), Math.max(...numbers)].map((number) => number.toFixed(decimals));
  return least === greatest ? least! : `${mean.toFixed(Math.max(decimals, 1))} (${least}–${greatest})`;
}
