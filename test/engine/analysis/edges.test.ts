import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FloatArray } from '../../../src/core/floatArray';
import type { SaeWeights } from '../../../src/core/formats/sae/saeWeights';
import { labelsFileSchema } from '../../../src/core/run/labelsFile';
import { neuronsFileLines, neuronsFileSchema } from '../../../src/core/run/neuronsFile';
import { qualityFileSchema } from '../../../src/core/run/qualityFile';
import { hookWidth } from '../../../src/core/transformer/hooks';
import { analyseSae, type AnalysisDepth } from '../../../src/runtime/analysis/analyseSae';
import { filesOf } from '../../../src/runtime/analysis/filesOf';
import type { Subject } from '../../../src/runtime/analysis/subject';
import { loadTransformer, readModelFile } from '../../../src/store/modelFile';
import { values } from '../../support/finiteDifferences';
import { FIXTURES } from '../../support/json';

/** An adder of five digits, so that there are no subtractions; P13 predicts A4. */
const ADDER = join(FIXTURES, 'add_d5_l2_h3_t15K_s100005.pth');
const QUESTIONS = 1200;
/** What the neurons of the SAEs here are: two ordinary ones, one that never fires, and one that always does, equally. */
const NEURONS = 4;
const [DEAD, CONSTANT] = [2, 3];

function sae(width: number, k?: number): SaeWeights {
  const data = (shape: number[], seed: number) => Float32Array.from(values(shape, -0.5, 0.5, seed).data);
  const encoder: FloatArray = { shape: [width, NEURONS], data: data([width, NEURONS], 1) };
  for (let i = 0; i < width; i++) encoder.data.fill(0, i * NEURONS + DEAD, (i + 1) * NEURONS);
  const weights = {
    W_enc: encoder,
    b_enc: { shape: [NEURONS], data: Float32Array.of(0.1, 0, -1, 2) },
    W_dec: { shape: [NEURONS, width], data: data([NEURONS, width], 2) },
    b_dec: { shape: [width], data: new Float32Array(width) },
  };
  return k === undefined ? { ...weights, architecture: 'kl' } : { ...weights, architecture: 'topk', k };
}

async function analysed(site: Subject['site'], depth: AnalysisDepth, k?: number) {
  const model = await readModelFile(ADDER);
  const subject: Subject = {
    ...{ model, transformer: await loadTransformer(model), site },
    sae: sae(hookWidth(model.config, site.hook), k),
  };
  const plan = {
    ...{ subject, operations: model.operations!, seed: 1, provider: 'cpu' as const },
    ...{ depth, questions: QUESTIONS, proofSeconds: null },
  };
  const files = filesOf(await analyseSae(plan, { progress: () => undefined }, () => Promise.resolve()));
  // Numbers that are none would be null in JSON, which the schemas allow only where they say so.
  const written = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
  return {
    quality: qualityFileSchema.parse(written(files.quality)),
    labels: files.labels && labelsFileSchema.parse(written(files.labels)),
    neurons: neuronsFileSchema.parse(JSON.parse([...neuronsFileLines(files.neurons)].join(''))),
    activations: files.activations,
  };
}

describe('an analysis in full', () => {
  it.each([
    ['at one position', { layer: 0, hook: 'mlp.hook_post', positions: [13] }, undefined],
    [
      'at the last position, after which nothing comes',
      { layer: 0, hook: 'mlp.hook_post', positions: [18] },
      undefined,
    ],
    ['at positions at which nothing can be known', { layer: 0, hook: 'mlp.hook_post', positions: [0, 1] }, 2],
    ['on the residual stream of the last layer', { layer: 1, hook: 'hook_resid_post', positions: [11, 13, 14] }, 2],
    ['before the activation function', { layer: 0, hook: 'mlp.hook_pre', positions: [10, 13] }, undefined],
    ['on what the attention adds', { layer: 1, hook: 'hook_attn_out', positions: [13, 17] }, undefined],
  ])('of an SAE %s writes nothing that is not a number', async (_, site, k) => {
    const { quality, neurons, activations } = await analysed(site, 'full', k);
    expect(quality.dead).toContain(DEAD);
    expect(neurons.neurons[DEAD]).toMatchObject({ density: 0, mean_active: null, max: 0, labels: [] });
    // Of the two largest activations the constant one need not be one.
    if (k === undefined) expect(neurons.neurons[CONSTANT]!.density).toBe(1);
    const { data, shape } = activations.get('best_auroc')!;
    expect(shape).toEqual([NEURONS, site.positions.length]);
    expect(data.every((score) => score >= 0.5 && score <= 1)).toBe(true);
    expect([...activations.get('order')!.data].sort()).toEqual([0, 1, 2, 3]);
    // An SAE explains nodes of its layer's MLP only.
    const own = quality.nodes!.filter((node) => node.explained_share !== null);
    const isNode = site.hook === 'mlp.hook_post';
    expect(
      own.every(({ layer, position }) => isNode && layer === site.layer && site.positions.includes(position)),
    ).toBe(true);
    expect(new Set(quality.nodes!.map(({ layer }) => layer))).toEqual(new Set([0, 1]));
    expect(quality.useful_nodes).toBe(quality.nodes!.filter(({ useful }) => useful).length);
    expect(quality.useful_nodes).toBeGreaterThan(5);
  });

  it('finds the same useful nodes whatever the SAE is', async () => {
    const places = [0, 1].map(async (layer) => {
      const { quality } = await analysed({ layer, hook: 'mlp.hook_post', positions: [13] }, 'full');
      return quality.nodes!.map(({ layer: of, position, failures }) => [of, position, failures]);
    });
    const [first, second] = await Promise.all(places);
    expect(first).toEqual(second);
  });
});

describe('an analysis of statistics', () => {
  it('looks for no labels, and has a sample all the same', async () => {
    const site = { layer: 0, hook: 'mlp.hook_post', positions: [12, 13] };
    const { quality, labels, activations } = await analysed(site, 'statistics');
    expect([labels, quality.labels, quality.nodes, quality.useful_nodes, quality.explained_nodes]).toEqual(
      Array(5).fill(null),
    );
    expect(activations.get('activations')!.shape).toEqual([NEURONS, 2, QUESTIONS]);
    expect(activations.has('best_auroc')).toBe(false);
    const [mean, active, density] = ['mean', 'mean_active', 'density'].map((name) => activations.get(name)!.data);
    for (const cell of mean!.keys()) {
      if (density![cell] === 0) expect(active![cell]).toBeNaN();
      else expect(mean![cell]).toBeCloseTo(active![cell]! * density![cell]!, 5);
    }
    // The figures are of the very activations that are kept, where all questions are.
    const kept = activations.get('activations')!.data;
    const ofFirst = kept.subarray(0, QUESTIONS) as Float32Array;
    expect(mean![0]).toBeCloseTo(ofFirst.reduce((sum, value) => sum + value, 0) / QUESTIONS, 5);
  });
});
