import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FloatType } from '../../../src/core/floatArray';
import { Graph } from '../../../src/core/graph/graph';
import type { Tensor } from '../../../src/core/graph/tensor';
import { forward, type Interventions } from '../../../src/core/transformer/forward';
import { loadTransformer, readModelFile } from '../../../src/store/modelFile';
import { expectClose } from '../../support/closeness';
import { fixture, FIXTURES, flat } from '../../support/json';
import { runGraph } from '../../support/runGraph';

interface Expected {
  readonly tokens: number[][];
  readonly logits: number[][][];
  readonly logits_f64: number[][][];
  readonly cache: Record<string, unknown>;
  readonly checksums_f64: Record<string, { sum: number; sumSq: number }>;
  readonly tolerance: { abs: number };
  readonly ablation: {
    readonly position: number;
    readonly hook: string;
    readonly meanAblatedLogitsAtPosition: number[][];
    readonly resampledFromQuestion0LogitsAtPosition: number[][];
  };
}

const expected = fixture<Expected>('tiny_expected.json');
const [batch, length] = [expected.tokens.length, expected.tokens[0]!.length];

async function run(
  floatType: FloatType,
  pick: (pass: ReturnType<typeof forward>) => Record<string, Tensor>,
  options: {
    file?: string;
    positions?: number;
    tabulated?: boolean;
    interventions?: (graph: Graph) => Interventions;
  } = {},
): Promise<Record<string, number[]>> {
  const { file = 'tiny.pth', positions = length, tabulated = false } = options;
  const transformer = await loadTransformer(await readModelFile(join(FIXTURES, file)));
  const graph = new Graph(floatType);
  const tokens = graph.input('tokens', [batch, positions], 'int32');
  const interventions = options.interventions?.(graph) ?? {};
  const outputs = pick(forward(transformer, tokens, { interventions, tabulated }));
  const data = Int32Array.from(expected.tokens.flatMap((question) => question.slice(0, positions)));
  return runGraph(outputs, { tokens: { shape: tokens.shape, data } });
}

const WAYS = [
  ['multiplied', false],
  ['looked up', true],
] as const;

describe.each(WAYS)("the forward pass against PyTorch's, its first attention %s", (_, tabulated) => {
  it.each(['tiny.pth', 'tiny_cuda.pth'])('gives the logits of %s', async (file) => {
    const { logits } = await run('float32', (pass) => ({ logits: pass.logits! }), { file, tabulated });
    expectClose(logits!, flat(expected.logits), expected.tolerance.abs, 'logits');
  });

  it('gives the float64 logits to 1e-12', async () => {
    const { logits } = await run('float64', (pass) => ({ logits: pass.logits! }), { tabulated });
    expectClose(logits!, flat(expected.logits_f64), 1e-12, 'logits');
  });

  it.each(Object.keys(expected.cache))('gives %s', async (hook) => {
    const { values } = await run('float32', ({ hooks }) => ({ values: hooks.get(hook)! }), { tabulated });
    expectClose(values!, flat(expected.cache[hook]), expected.tolerance.abs, hook);
  });

  it.each(Object.entries(expected.checksums_f64))('gives the float64 sums of %s', async (hook, { sum, sumSq }) => {
    const { values } = await run('float64', ({ hooks }) => ({ values: hooks.get(hook)! }), { tabulated });
    const sums = [values!.reduce((a, b) => a + b, 0), values!.reduce((a, b) => a + b * b, 0)];
    expectClose(sums, [sum, sumSq], 1e-12, hook);
  });

  it('gives the same logits for a shorter context, which no later token can change', async () => {
    const { logits } = await run('float32', (pass) => ({ logits: pass.logits! }), { positions: 14, tabulated });
    const shorter = expected.logits.map((question) => question.slice(0, 14));
    expectClose(logits!, flat(shorter), expected.tolerance.abs, 'logits');
  });
});

describe('an intervention', () => {
  const { position, hook, meanAblatedLogitsAtPosition, resampledFromQuestion0LogitsAtPosition } = expected.ablation;

  /** Replaces the activations at the fixture's position by some made from all of them. */
  const replaceBy = (make: (activation: Tensor) => Tensor) => (graph: Graph) => ({
    [hook]: (activation: Tensor) => {
      const there = graph.constant(
        Array.from({ length }, (_, at) => (at === position ? 1 : 0)),
        [1, length, 1],
      );
      return there.greater(0).where(make(activation).expand(activation.shape), activation);
    },
  });

  it.each([
    ['mean ablation', (a: Tensor) => a.mean([0], true), meanAblatedLogitsAtPosition],
    [
      'resampling',
      (a: Tensor) => a.gather(a.graph.constant([0], [1], 'int64'), 0),
      resampledFromQuestion0LogitsAtPosition,
    ],
  ])('%s changes the logits as in PyTorch', async (_, make, logitsThere) => {
    const { logits } = await run('float32', (pass) => ({ logits: pass.logits! }), { interventions: replaceBy(make) });
    const vocabulary = expected.logits[0]![0]!.length;
    const found = logitsThere.flatMap((__, question) => {
      const start = (question * length + position) * vocabulary;
      return logits!.slice(start, start + vocabulary);
    });
    expectClose(found, flat(logitsThere), expected.tolerance.abs, 'logits');
  });

  it.each(['hook_embed', 'blocks.0.hook_resid_pre', 'blocks.0.attn.hook_v', 'blocks.0.attn.hook_pattern'])(
    'at %s, before what the first attention looks up, changes the same logits',
    async (name) => {
      const interventions = () => ({ [name]: (activation: Tensor) => activation.mul(0.5) });
      const pick = (pass: ReturnType<typeof forward>) => ({ logits: pass.logits! });
      const [untouched, multiplied, lookedUp] = [
        await run('float64', pick),
        await run('float64', pick, { interventions }),
        await run('float64', pick, { interventions, tabulated: true }),
      ];
      expect(multiplied.logits).not.toEqual(untouched.logits);
      expectClose(lookedUp.logits!, multiplied.logits!, 1e-12, 'logits');
    },
  );

  it('at a hook point that is not passed is refused', async () => {
    const misspelt = { interventions: () => ({ 'blocks.0.mlp.hook_past': (activation: Tensor) => activation }) };
    await expect(run('float32', (pass) => ({ logits: pass.logits! }), misspelt)).rejects.toThrow(/hook_past/);
  });
});
