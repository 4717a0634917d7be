import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/core/graph/graph';
import { forward } from '../../../src/core/transformer/forward';
import { continueFromHook, unchangedInputs } from '../../../src/core/transformer/fromHook';
import { hookName, hookWidth, VECTOR_HOOKS } from '../../../src/core/transformer/hooks';
import { tensorShapes } from '../../../src/core/transformer/transformerConfig';
import type { Transformer } from '../../../src/core/transformer/parts';
import { expectClose } from '../../support/closeness';
import { values } from '../../support/finiteDifferences';
import { runGraph } from '../../support/runGraph';

const [BATCH, LENGTH] = [3, 7];
const PREDICTING = [3, 4, 5, 6];

/** A model of three layers with random weights. The root of d_head is one that float32 holds, as the runtime's fused products need. */
function randomTransformer(): Transformer {
  const config = { nLayers: 3, nHeads: 2, dModel: 6, dHead: 4, dMlp: 8, nCtx: LENGTH, dVocab: 5 };
  const weights = [...tensorShapes(config)].map(([name, shape], i) => [name, values(shape, -0.8, 0.8, i + 1)] as const);
  return { config, weights: new Map(weights) };
}

const transformer = randomTransformer();
const tokens = { shape: [BATCH, LENGTH], data: Int32Array.from({ length: BATCH * LENGTH }, (_, i) => (i * i + 3) % 5) };

/** What an unchanged pass gives at the hook points that continuing needs. */
async function unchanged(layer: number, hook: string) {
  const graph = new Graph('float64');
  const { hooks } = forward(transformer, graph.input('tokens', tokens.shape, 'int32'));
  const outputs = unchangedInputs(transformer, { layer, hook }, hooks);
  const results = await runGraph(outputs, { tokens });
  return Object.fromEntries(
    Object.entries(results).map(([name, data]) => [
      name,
      { shape: outputs[name]!.shape, data: Float64Array.from(data) },
    ]),
  );
}

/** The logits of a whole pass to whose activations at the positions `change` is added. */
async function changedPass(layer: number, hook: string, positions: readonly number[], change: Float64Array) {
  const graph = new Graph('float64');
  const width = hookWidth(transformer.config, hook);
  const everywhere = new Float64Array(BATCH * LENGTH * width);
  for (let row = 0; row < BATCH; row++) {
    positions.forEach((position, place) => {
      const from = (row * positions.length + place) * width;
      everywhere.set(change.subarray(from, from + width), (row * LENGTH + position) * width);
    });
  }
  const added = graph.constant([...everywhere], [BATCH, LENGTH, width]);
  const { logits } = forward(transformer, graph.input('tokens', tokens.shape, 'int32'), {
    interventions: { [hookName(layer, hook)]: (activation) => activation.add(added) },
  });
  return (await runGraph({ logits: logits! }, { tokens })).logits!;
}

const layers = [0, 1, 2];
const changes = [[0], [2], [5], [1, 2, 4], [0, 1, 2, 3, 4, 5, 6]];
const cases = VECTOR_HOOKS.flatMap((hook) => layers.map((layer) => ({ hook, layer })));

describe('the model continued from a hook point', () => {
  it.each(cases)(
    'gives the logits of a whole pass with the same change at layer $layer $hook',
    async ({ hook, layer }) => {
      const { dVocab } = transformer.config;
      const clean = await unchanged(layer, hook);
      for (const positions of changes) {
        const width = hookWidth(transformer.config, hook);
        const change = values([BATCH, positions.length, width], -2, 2, 77);
        const graph = new Graph('float64');
        const sizes = { batch: BATCH, length: LENGTH, predicting: PREDICTING };
        const { logits, affected } = continueFromHook(graph, transformer, { layer, hook, positions }, sizes)!;
        expect(affected).toEqual(PREDICTING.filter((position) => position >= positions[0]!));
        const found = (await runGraph({ logits }, { ...clean, change })).logits!;
        const whole = await changedPass(layer, hook, positions, change.data as Float64Array);
        const expected = Array.from({ length: BATCH }, (_, row) =>
          affected.flatMap((position) => {
            const from = (row * LENGTH + position) * dVocab;
            return whole.slice(from, from + dVocab);
          }),
        ).flat();
        expectClose(found, expected, 1e-12, `change at ${positions.join()}`);
      }
    },
  );

  it('is nothing where no token is predicted after the change', () => {
    const graph = new Graph('float64');
    const sizes = { batch: BATCH, length: LENGTH, predicting: [2] };
    const site = { layer: 0, hook: 'mlp.hook_post', positions: [3] };
    expect(continueFromHook(graph, transformer, site, sizes)).toBeUndefined();
  });
});
