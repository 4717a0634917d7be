import { describe, expect, it } from 'vitest';
import type { FloatArray, FloatType } from '../../../src/core/floatArray';
import { transpose } from '../../../src/core/floatArray';
import { gradients } from '../../../src/core/graph/autodiff';
import { Graph } from '../../../src/core/graph/graph';
import { rulesOf } from '../../../src/core/config/presets';
import { kl } from '../../../src/core/sae/kl';
import { clipFactor, globalNorm } from '../../../src/core/training/clipping';
import { adam, adamScalars } from '../../../src/core/training/adam';
import { score } from '../../../src/core/training/metricMeans';
import { randomStream } from '../../../src/core/random/stream';
import { expectClose } from '../../support/closeness';
import { fixture, flat } from '../../support/json';
import { runGraph } from '../../support/runGraph';

interface Weights {
  readonly encoderWeight: number[][];
  readonly encoderBias: number[];
  readonly decoderWeight: number[][];
  readonly decoderBias: number[];
}

interface Step {
  readonly [name: string]: unknown;
  readonly grad: Weights;
  readonly after: Weights;
}

interface Vectors {
  readonly sae: {
    readonly fixture: Weights & { readonly x: number[][] };
    readonly runs: {
      readonly label: string;
      readonly dtype: FloatType;
      readonly hyper: { target: number; w_sparse: number; w_l1: number; lr: number };
      readonly encoderBias: number[];
      readonly steps: Step[];
    }[];
  };
  readonly klEdgeCases: {
    readonly dtype: FloatType;
    readonly target: number;
    readonly q: number[];
    readonly sum: number | string;
    readonly penalty: number;
    readonly grad: number[];
  }[];
  readonly scores: { loss: number; sparsity: number; used: number; dim: number; score: number }[];
  readonly linearInitBounds: { fanIn: number; bound: number }[];
}

const vectors = fixture<Vectors>('vectors.json');
const structure = rulesOf('notebook');
const TOLERANCE: Record<FloatType, number> = { float64: 1e-9, float32: 1e-5 };

const matrix = (rows: number[][]): FloatArray => ({
  shape: [rows.length, rows[0]!.length],
  data: Float64Array.from(rows.flat()),
});
const vector = (row: number[]): FloatArray => ({ shape: [row.length], data: Float64Array.from(row) });

/** PyTorch's Linear keeps [outputs, inputs]; parameters here are [inputs, outputs]. */
const parametersOf = (weights: Weights): Record<'W_enc' | 'b_enc' | 'W_dec' | 'b_dec', FloatArray> => ({
  W_enc: transpose(matrix(weights.encoderWeight)),
  b_enc: vector(weights.encoderBias),
  W_dec: transpose(matrix(weights.decoderWeight)),
  b_dec: vector(weights.decoderBias),
});

/** Runs one training step of the notebook's SAE, with everything that the vectors record of it. */
async function runStep(
  floatType: FloatType,
  parameters: Record<string, FloatArray>,
  moments: Record<string, FloatArray>,
  number: number,
  hyper: Vectors['sae']['runs'][number]['hyper'],
): Promise<Record<string, number[]>> {
  const graph = new Graph(floatType);
  const x = graph.weight('x', matrix(vectors.sae.fixture.x));
  const names = ['W_enc', 'b_enc', 'W_dec', 'b_dec'] as const;
  const p = Object.fromEntries(names.map((name) => [name, graph.weight(name, parameters[name]!)])) as Parameters<
    typeof kl.encode
  >[0];
  const activations = kl.encode(p, x, structure);
  const reconstruction = kl.decode(p, activations);
  const hyperparameters = {
    sparsity_target: graph.constant(hyper.target),
    sparsity_weight: graph.constant(hyper.w_sparse),
    l1_weight: graph.constant(hyper.w_l1),
  };
  const parts = kl.loss(
    { x, activations, squaredError: reconstruction.sub(x).sumOfSquares() },
    hyperparameters,
    structure,
  );
  const derivatives = gradients(
    parts.loss,
    names.map((name) => p[name]),
  );
  const norm = globalNorm(derivatives);
  const clip = clipFactor(norm, 1);
  const scalars = adamScalars(number, hyper.lr);
  const updated = names.map((name, index) => {
    const momentsOf = {
      m: graph.weight(`${name}.m`, moments[`${name}.m`]!),
      v: graph.weight(`${name}.v`, moments[`${name}.v`]!),
    };
    return adam(p[name], momentsOf, derivatives[index]!, clip, {
      updateScale: graph.constant(scalars.updateScale),
      updateEpsilon: graph.constant(scalars.updateEpsilon),
    });
  });
  return runGraph({
    encoded: activations,
    decoded: reconstruction,
    pre: x.matMul(p.W_enc).add(p.b_enc),
    meanActivation: activations.mean([0]),
    mse: parts.mse,
    sparsityPenalty: parts.sparsityPenalty!,
    l1: parts.l1Penalty!,
    loss: parts.loss,
    fractionNonZero: activations.greater(0).toFloat().mean(),
    gradNorm: norm,
    clipCoef: clip,
    ...Object.fromEntries(names.map((name, index) => [`grad.${name}`, derivatives[index]!])),
    ...Object.fromEntries(
      names.flatMap((name, index) => [
        [`next.${name}`, updated[index]!.parameter],
        [`next.${name}.m`, updated[index]!.m],
        [`next.${name}.v`, updated[index]!.v],
      ]),
    ),
  });
}

describe.each(vectors.sae.runs)("two steps of PyTorch's, $label in $dtype", ({ dtype, hyper, encoderBias, steps }) => {
  it('are the same in every number', async () => {
    let parameters: Record<string, FloatArray> = parametersOf({ ...vectors.sae.fixture, encoderBias });
    let moments: Record<string, FloatArray> = Object.fromEntries(
      Object.entries(parameters).flatMap(([name, { shape, data }]) =>
        ['m', 'v'].map((moment) => [`${name}.${moment}`, { shape, data: new Float64Array(data.length) }]),
      ),
    );
    for (const [index, step] of steps.entries()) {
      const found = await runStep(dtype, parameters, moments, index + 1, hyper);
      const scalars = ['mse', 'sparsityPenalty', 'l1', 'loss', 'fractionNonZero', 'gradNorm', 'clipCoef'];
      for (const name of ['encoded', 'decoded', 'pre', 'meanActivation', ...scalars]) {
        expectClose(found[name]!, flat(step[name]), TOLERANCE[dtype], `step ${index + 1} ${name}`);
      }
      const [grad, after] = [parametersOf(step.grad), parametersOf(step.after)];
      for (const name of ['W_enc', 'b_enc', 'W_dec', 'b_dec'] as const) {
        expectClose(found[`grad.${name}`]!, grad[name].data, TOLERANCE[dtype], `step ${index + 1} gradient of ${name}`);
        expectClose(found[`next.${name}`]!, after[name].data, TOLERANCE[dtype], `step ${index + 1} ${name}`);
      }
      const next = (names: Record<string, FloatArray>): Record<string, FloatArray> =>
        Object.fromEntries(
          Object.entries(names).map(([name, { shape }]) => [
            name,
            { shape, data: Float64Array.from(found[`next.${name}`]!) },
          ]),
        );
      [parameters, moments] = [next(parameters), next(moments)];
    }
  });
});

describe.each(vectors.klEdgeCases)('the divergence at means $q in $dtype', ({ dtype, target, q, penalty, grad }) => {
  it("has PyTorch's penalty and gradient", async () => {
    const graph = new Graph(dtype);
    // One row of activations, whose means are the activations themselves.
    const activations = graph.input('q', [1, q.length]);
    const x = graph.constant(0, []).expand([1, 1]);
    const hyperparameters = {
      sparsity_target: graph.constant(target),
      sparsity_weight: graph.constant(1),
      l1_weight: graph.constant(0),
    };
    const parts = kl.loss({ x, activations, squaredError: x.sub(x).sumOfSquares() }, hyperparameters, structure);
    const [derivative] = gradients(parts.sparsityPenalty!, [activations]);
    const data = dtype === 'float32' ? Float32Array.from(q) : Float64Array.from(q);
    const found = await runGraph(
      { penalty: parts.sparsityPenalty!, derivative: derivative! },
      { q: { shape: [1, q.length], data } },
    );
    expectClose(found.penalty!, [penalty], TOLERANCE[dtype], 'penalty');
    expectClose(found.derivative!, grad, TOLERANCE[dtype], 'gradient');
  });
});

it.each(vectors.scores)("the notebook's score of loss $loss", ({ loss, sparsity, used, dim, score: expected }) => {
  expect(score(loss, sparsity, used, dim)).toBeCloseTo(expected, 9);
});

it.each(vectors.linearInitBounds)("initial weights fill torch's range for $fanIn inputs", ({ fanIn, bound }) => {
  const sizes = { width: fanIn, encodingDim: 64 };
  const { W_enc, b_enc } = kl.initialise(sizes, randomStream(1, 'weights', 0), undefined);
  for (const { data } of [W_enc, b_enc]) {
    const largest = Array.from(data).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(largest).toBeLessThanOrEqual(bound);
    // The chance that all of the 64 values or more stay below: at most 0.8^64.
    expect(largest).toBeGreaterThan(0.8 * bound);
  }
});
