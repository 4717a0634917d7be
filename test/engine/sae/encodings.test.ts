import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/core/graph/graph';
import { meanSquaredError } from '../../../src/core/sae/architecture';
import { kl } from '../../../src/core/sae/kl';
import { forward } from '../../../src/core/transformer/forward';
import { loadTransformer, readModelFile } from '../../../src/store/modelFile';
import { readSae } from '../../../src/store/saeFiles';
import { expectClose } from '../../support/closeness';
import { fixture, FIXTURES, flat } from '../../support/json';
import { runGraph } from '../../support/runGraph';

interface Expected {
  readonly encoded: number[][][];
  readonly mse: number;
  readonly l1: number;
  readonly fractionNonZero: number;
  readonly decodedRow0: number[];
}

const expected = fixture<Expected>('tiny_sae_expected.json');
const { tokens } = fixture<{ tokens: number[][] }>('tiny_expected.json');

describe("an SAE read from the notebook's files", () => {
  it.each(['tiny_sae_sweep.pth', 'tiny_sae_hf'])('encodes as PyTorch does: %s', async (file) => {
    const { W_enc, b_enc, W_dec, b_dec } = await readSae(join(FIXTURES, file));
    const transformer = await loadTransformer(await readModelFile(join(FIXTURES, 'tiny.pth')));
    const graph = new Graph('float32');
    const input = graph.input('tokens', [3, 22], 'int32');
    const x = forward(transformer, input).hooks.get('blocks.0.mlp.hook_post')!.reshape([66, 32]);
    const p = {
      W_enc: graph.weight('W_enc', W_enc),
      b_enc: graph.weight('b_enc', b_enc),
      W_dec: graph.weight('W_dec', W_dec),
      b_dec: graph.weight('b_dec', b_dec),
    };
    const activations = kl.encode(p, x, { klClamp: { low: 0, high: 1 }, penaltyCap: null });
    const reconstruction = kl.decode(p, activations);
    const results = await runGraph(
      {
        activations,
        reconstruction,
        mse: meanSquaredError({ x, activations, squaredError: reconstruction.sub(x).sumOfSquares() }),
        l1: activations.abs().mean(),
        density: activations.greater(0).toFloat().mean(),
      },
      { tokens: { shape: [3, 22], data: Int32Array.from(tokens.flat()) } },
    );
    expectClose(results.activations!, flat(expected.encoded), 2e-5, 'activations');
    expectClose(results.reconstruction!.slice(0, 32), expected.decodedRow0, 2e-5, 'reconstruction');
    expectClose(results.mse!, [expected.mse], 2e-5, 'mse');
    expectClose(results.l1!, [expected.l1], 2e-5, 'l1');
    expect(results.density![0]).toBeCloseTo(expected.fractionNonZero, 6);
  });
});
