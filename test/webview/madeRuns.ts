import type { RunFile } from '../../src/core/run/runFile';
import type { RunProgress } from '../../src/core/run/runStatus';
import { SERIES_COLUMNS, type RunView, type SeriesColumn, type SeriesPart } from '../../src/protocol/dashboard';

const STEPS_PER_EPOCH = 1000;
const BATCH_SIZE = 64;

/** A run that is half done, with whatever is to be different. */
export function madeRun(name: string, changes: Partial<RunView> = {}): RunView {
  return {
    directory: `/work/.quanta/runs/${name}`,
    name,
    state: 'running',
    progress: madeProgress(),
    result: null,
    error: null,
    record: madeRecord({}),
    hasSae: false,
    problems: [],
    ...changes,
  };
}

/** Progress at a step of ten epochs. */
export function madeProgress(step = 5000): RunProgress {
  return {
    epoch: Math.max(Math.ceil(step / STEPS_PER_EPOCH), 1),
    num_epochs: 10,
    step,
    total_steps: 10 * STEPS_PER_EPOCH,
    questions: step * BATCH_SIZE,
    questions_per_second: 12_345,
    seconds_left: 123,
    loss: 0.0123,
    density: 0.05,
    neurons_used: 480,
  };
}

/** What a run trains, with some keys of its config different. */
export function madeRecord(config: Partial<RunFile['config']['resolved']>): RunFile {
  const file = '/work/mix.quanta.json';
  const model = 'mix_d6_l3_h4_t60K_s100003';
  const resolved = {
    kind: 'sae',
    model,
    preset: 'default',
    layer_num: 0,
    hook: 'mlp.hook_post',
    positions: 'all',
    architecture: 'topk',
    k: 16,
    encoding_dim: 512,
    learning_rate: 1e-3,
    num_epochs: 10,
    patience: 2,
    early_stopping_threshold: 1e-4,
    num_batches: STEPS_PER_EPOCH,
    batch_size: BATCH_SIZE,
    enrich_data: true,
    operations: { add: 34, sub: 66, mul: 0 },
    seed: 673_023,
    questions: null,
    init_from: null,
    provider: 'auto',
    device: 0,
    analyse: 'statistics',
    watch_neurons: [],
    ...config,
  } as RunFile['config']['resolved'];
  return {
    created: '2025-11-23T10:00:00.000Z',
    config: { file, text: '{}', written: { kind: 'sae', model }, resolved },
    model: { name: model, path: `/models/${model}.pth`, sha256: '3f9a1c0b77de'.padEnd(64, '0') },
    questions: null,
    init_from: null,
    versions: { quanta: '0.1.0', onnxruntime: '1.30.0', node: '22.11.0' },
    provider: { asked: 'auto', used: 'cpu' },
    device: 0,
  };
}

/** Rows `from` to `to` of a falling, noisy curve; `seed` moves it. The penalties are there for a `kl` SAE only. */
export function madePart(
  directory: string,
  kind: SeriesPart['kind'],
  from: number,
  to: number,
  { seed = 0, stepsPerRow = kind === 'epoch' ? STEPS_PER_EPOCH : 100, kl = false } = {},
): SeriesPart {
  const columns = Object.fromEntries(SERIES_COLUMNS.map((name) => [name, new Float64Array(to - from)])) as Record<
    SeriesColumn,
    Float64Array
  >;
  for (let row = from; row < to; row++) {
    const line = madeLine((row + 1) * stepsPerRow, row, seed, kl);
    for (const name of SERIES_COLUMNS) columns[name][row - from] = line[name];
  }
  return { directory, kind, from, columns };
}

function madeLine(step: number, row: number, seed: number, kl: boolean): Record<SeriesColumn, number> {
  const noise = kindOfRandom(row, seed) * 0.1;
  const fallen = Math.exp((-step / STEPS_PER_EPOCH) * (0.8 + 0.1 * (seed % 7))) + 0.05 + 0.01 * seed;
  const mse = 0.08 * fallen * (1 + noise);
  const penalty = kl ? 0.02 * fallen : NaN;
  const density = 0.03 + 0.1 * fallen * (1 + noise);
  const used = Math.round(512 * (1 - 0.3 * fallen));
  return {
    epoch: Math.ceil(step / STEPS_PER_EPOCH),
    step,
    questions: step * BATCH_SIZE,
    seconds: step / (190 + seed),
    loss: mse + (kl ? 0.001 * penalty : 0),
    mse,
    sparsity_penalty: penalty,
    l1_penalty: kl ? 0.4 * penalty : NaN,
    density,
    neurons_used: used,
    score: 100 * mse + density + used / 512,
  };
}

/** Between -1 and 1, the same for the same row and seed. */
function kindOfRandom(row: number, seed: number): number {
  const wave = Math.sin(row * 12.9898 + seed * 78.233) * 43_758.5453;
  return 2 * (wave - Math.floor(wave)) - 1;
}
