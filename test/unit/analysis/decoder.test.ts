import { describe, expect, test } from 'vitest';
import { decoderNeighbours, decoderNorms, logitEffects } from '../../../src/core/analysis/statistics/decoder';
import type { FloatArray } from '../../../src/core/floatArray';
import { expectClose } from '../../support/closeness';

const array = (shape: number[], data: number[]): FloatArray => ({ shape, data: Float32Array.from(data) });

describe('of a decoder', () => {
  const decoder = array([5, 2], [3, 4, 6, 8, -4, 3, 0, 0, 4, 3]);

  test('norms are those of its rows', () => {
    expect([...decoderNorms(decoder)]).toEqual([5, 10, 5, 0, 5]);
  });

  test('neighbours point most nearly the same way', () => {
    const rounded = decoderNeighbours(decoder, 2).map((own) =>
      own.map(({ neuron, cosine }) => [neuron, Number(cosine.toFixed(5))]),
    );
    expect(rounded).toEqual([
      [
        [1, 1],
        [4, 0.96],
      ],
      [
        [0, 1],
        [4, 0.96],
      ],
      [
        [0, 0],
        [1, 0],
      ],
      [],
      [
        [0, 0.96],
        [1, 0.96],
      ],
    ]);
  });
});

describe('effects on the logits', () => {
  const W_dec = array([1, 2], [1, 2]);
  const lnWeight = array([3], [1, 2, 1]);
  const W_U = array([3, 2], [1, 0, 0, 1, 2, 0]);

  test('go through the output matrix, the last normalisation and the unembedding', () => {
    // [1, 2] · W_out = [1, 2, 6], less 3: [-2, -1, 3]; times the weight: [-2, -2, 3]; · W_U: [4, -2], less 1.
    const W_out = array([2, 3], [1, 0, 0, 0, 1, 3]);
    const { shape, data } = logitEffects({ W_dec, W_out, lnWeight, W_U });
    expect(shape).toEqual([1, 2]);
    expectClose(data, [3, -3], 1e-12);
  });

  test('of an SAE of the residual stream go without the output matrix', () => {
    const { data } = logitEffects({ W_dec: array([1, 3], [1, 2, 6]), lnWeight, W_U });
    expectClose(data, [3, -3], 1e-12);
  });
});
