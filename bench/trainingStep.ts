// How much of a training step on the 510-wide model is matrix products: the time of a step against that of the same
// products alone, interleaved in one run. Random weights cost what trained ones do.
//
//   node bench/run.mjs trainingStep [encoding_dim] [architecture]
import { cpus } from 'node:os';
import type { Tensor } from 'onnxruntime-node';
import { randomStream } from '../src/core/random/stream';
import { Graph } from '../src/core/graph/graph';
import { encodeModel } from '../src/core/graph/onnx/encodeModel';
import { rulesOf } from '../src/core/config/presets';
import { architectureOf, type ArchitectureName } from '../src/core/sae/architectures';
import { tensorShapes } from '../src/core/transformer/transformerConfig';
import { createSession } from '../src/runtime/provider';
import { tensorOf } from '../src/runtime/tensors';
import { TrainingSession } from '../src/runtime/trainingSession';

const CONFIG = { nLayers: 3, nHeads: 4, dModel: 510, dHead: 170, dMlp: 2040, nCtx: 22, dVocab: 15 };
const QUESTIONS = 64;
const STEPS_PER_CALL = 10;
const ROUNDS = 7;

const encodingDim = Number(process.argv[2] ?? 32);
const name = (process.argv[3] ?? 'kl') as ArchitectureName;
const rows = QUESTIONS * CONFIG.nCtx;
const random = randomStream(1, 'weights', 0);

function randomArray(shape: readonly number[], scale: number, offset = 0) {
  const size = shape.reduce((a, b) => a * b, 1);
  return { shape, data: Float32Array.from({ length: size }, () => offset + scale * (2 * random.uniform() - 1)) };
}

type Product = readonly [rows: number, inner: number, columns: number];

/** The shapes of a step's large matrix products: those with the frozen model's weights, and the SAE's. */
function products(): { frozen: Product[]; trained: Product[] } {
  const { dModel, dMlp, nHeads, dHead } = CONFIG;
  const heads = nHeads * dHead;
  const projection: Product = [rows, dModel, heads];
  return {
    frozen: [projection, projection, projection, [rows, heads, dModel], [rows, dModel, dMlp]],
    trained: [
      [rows, dMlp, encodingDim],
      [rows, encodingDim, dMlp],
      [encodingDim, rows, dMlp],
      [rows, dMlp, encodingDim],
      [dMlp, rows, encodingDim],
    ],
  };
}

/** The products alone, with constant weights where a step has them, so that the runtime prepares them as there. */
async function productsAlone(): Promise<() => Promise<void>> {
  const graph = new Graph('float32');
  const feeds: Record<string, Tensor> = {};
  const fed = (name: string, shape: readonly number[]) => {
    feeds[name] = tensorOf(randomArray(shape, 1), 'float32');
    return graph.input(name, shape);
  };
  const { frozen, trained } = products();
  const results = [
    ...frozen.map(([m, inner, n], i) =>
      fed(`x${i}`, [m, inner]).matMul(graph.weight(`w${i}`, randomArray([inner, n], 1))),
    ),
    ...trained.map(([m, inner, n], i) => fed(`a${i}`, [m, inner]).matMul(fed(`b${i}`, [inner, n]))),
  ];
  // One row of each is handed out: enough for the product to be needed.
  const row = graph.constant([0], [1], 'int64');
  const outputs = Object.fromEntries(results.map((result, i) => [`row${i}`, result.gather(row)]));
  const session = await createSession(encodeModel(outputs), 'cpu');
  return async () => {
    for (let step = 0; step < STEPS_PER_CALL; step++) await session.run(feeds);
  };
}

async function trainingSteps(): Promise<() => Promise<void>> {
  const architecture = architectureOf(name);
  const weights = new Map(
    [...tensorShapes(CONFIG)].map(([tensor, shape]) => [
      tensor,
      randomArray(shape, 0.06, tensor.endsWith('.w') ? 1 : 0),
    ]),
  );
  const positions = [...Array(CONFIG.nCtx).keys()];
  const parameters = Object.fromEntries(
    Object.entries(architecture.parameters({ width: CONFIG.dMlp, encodingDim })).map(([parameter, shape]) => [
      parameter,
      randomArray(shape, 0.03),
    ]),
  );
  const session = await TrainingSession.create(
    {
      floatType: 'float32',
      transformer: { config: CONFIG, weights },
      site: { layer: 0, hook: 'mlp.hook_post', positions },
      batchSize: QUESTIONS,
      architecture,
      encodingDim,
      structure: { k: Math.min(16, encodingDim), ...rulesOf('default') },
    },
    'cpu',
    { sparsity_target: 0.05, sparsity_weight: 1e-3, l1_weight: 1e-4 },
    parameters,
  );
  let step = 0;
  return async () => {
    const tokens = Int32Array.from({ length: STEPS_PER_CALL * rows }, () => random.integer(10));
    await session.steps(tokens, STEPS_PER_CALL, step + 1, 1e-3);
    step += STEPS_PER_CALL;
  };
}

async function milliseconds(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const median = (values: number[]) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function main(): Promise<void> {
  const [train, multiply] = [await trainingSteps(), await productsAlone()];
  const [steps, ceilings]: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    const step = (await milliseconds(train)) / STEPS_PER_CALL;
    const ceiling = (await milliseconds(multiply)) / STEPS_PER_CALL;
    if (round === 0) continue; // it warms up
    steps.push(step);
    ceilings.push(ceiling);
  }
  const { frozen, trained } = products();
  const flops = [...frozen, ...trained].reduce((sum, [m, inner, n]) => sum + 2 * m * inner * n, 0);
  const [step, ceiling] = [median(steps), median(ceilings)];
  const rate = (ms: number) => `${(flops / ms / 1e6).toFixed(0)} GFLOP/s`;
  console.log(
    `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores; ${name}, ${encodingDim} neurons, ${QUESTIONS} questions a step`,
  );
  console.log(`a step: ${step.toFixed(1)} ms, ${rate(step)}, ${((1000 * QUESTIONS) / step).toFixed(0)} questions/s`);
  console.log(`its matrix products alone: ${ceiling.toFixed(1)} ms, ${rate(ceiling)}`);
  console.log(`share of a step that is matrix products: ${((100 * ceiling) / step).toFixed(0)}%`);
}

void main();
