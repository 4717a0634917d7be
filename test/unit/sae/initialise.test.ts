import { expect, it } from 'vitest';
import { transpose } from '../../../src/core/floatArray';
import { randomStream } from '../../../src/core/random/stream';
import { topk } from '../../../src/core/sae/topk';

const SIZES = { width: 12, encodingDim: 40 };

it('a TopK SAE begins as in SAELens: decoder rows of norm 0.1, the encoder its transpose, b_dec the mean of the data', () => {
  const mean = Float64Array.from({ length: SIZES.width }, (_, i) => i / 7);
  const { W_enc, b_enc, W_dec, b_dec } = topk.initialise(SIZES, randomStream(5, 'weights', 0), mean);
  for (let row = 0; row < SIZES.encodingDim; row++) {
    const values = Array.from(W_dec.data.slice(row * SIZES.width, (row + 1) * SIZES.width));
    expect(Math.hypot(...values)).toBeCloseTo(0.1, 12);
  }
  expect(W_enc).toEqual(transpose(W_dec));
  expect([...b_enc.data]).toEqual(Array.from({ length: SIZES.encodingDim }, () => 0));
  expect([...b_dec.data]).toEqual([...mean]);
});
