import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ActivationMeans, ReconstructionQuality } from '../../../src/core/analysis/quality';
import { fixture } from '../../support/json';

interface Expected {
  readonly x: number[];
  readonly reconstruction: number[];
  readonly questions: number;
  readonly positions: number;
  readonly width: number;
  readonly explainedVariance: number;
  readonly explainedVariancePerPositionMean: number;
  readonly byPosition: number[];
  readonly mse: number;
}

/** The quality of a reconstruction, with activations given in batches of some questions. */
function qualityOf(
  x: Float32Array,
  reconstruct: (means: ReturnType<ActivationMeans['means']>) => Float32Array,
  { positions, width, batch = 3 }: { positions: number; width: number; batch?: number },
) {
  const row = positions * width;
  const starts = Array.from({ length: Math.ceil(x.length / (batch * row)) }, (_, i) => i * batch * row);
  const means = new ActivationMeans(positions, width);
  for (const start of starts) means.add(x.subarray(start, start + batch * row));
  const reconstruction = reconstruct(means.means());
  const quality = new ReconstructionQuality(means.means(), positions, width);
  for (const start of starts) {
    quality.add(x.subarray(start, start + batch * row), reconstruction.subarray(start, start + batch * row));
  }
  return quality.result();
}

test('explained variance is that of scikit-learn', () => {
  const expected = fixture<{ quality: Expected }>('scores.json').quality;
  const found = qualityOf(Float32Array.from(expected.x), () => Float32Array.from(expected.reconstruction), expected);
  expect(found.explained_variance).toBeCloseTo(expected.explainedVariance, 6);
  expect(found.explained_variance_per_position_mean).toBeCloseTo(expected.explainedVariancePerPositionMean, 6);
  expected.byPosition.forEach((value, position) => expect(found.by_position[position]).toBeCloseTo(value, 6));
  expect(found.mse).toBeCloseTo(expected.mse, 10);
});

describe('for any activations', () => {
  const sizes = { positions: 2, width: 3 };
  const activations = fc
    .array(fc.float({ noNaN: true, min: -1000, max: 1000 }), { minLength: 12, maxLength: 60 })
    .map((values) => Float32Array.from(values.slice(0, values.length - (values.length % 6))))
    .filter((values) => values.some((value, i) => value !== values[i % 3]));

  test('the mean explains exactly nothing', () => {
    fc.assert(
      fc.property(activations, fc.integer({ min: 1, max: 5 }), (x, batch) => {
        const found = qualityOf(x, ({ pooled }) => x.map((_, i) => pooled[i % 3]!), { ...sizes, batch });
        expect(found.explained_variance).toBe(0);
      }),
    );
  });

  test('the mean at the position explains exactly nothing of what is left of it', () => {
    fc.assert(
      fc.property(activations, fc.integer({ min: 1, max: 5 }), (x, batch) => {
        const found = qualityOf(x, ({ perPosition }) => x.map((_, i) => perPosition[i % 6]!), { ...sizes, batch });
        expect([0, null]).toContain(found.explained_variance_per_position_mean);
        found.by_position.forEach((value) => expect([0, null]).toContain(value));
      }),
    );
  });

  test('the activations themselves explain exactly all', () => {
    fc.assert(
      fc.property(activations, (x) => {
        const found = qualityOf(x, () => x, sizes);
        expect(found.explained_variance).toBe(1);
        expect([1, null]).toContain(found.explained_variance_per_position_mean);
        expect(found.mse).toBe(0);
      }),
    );
  });
});

test('where nothing varies there is no explained variance', () => {
  const found = qualityOf(new Float32Array(12).fill(2), () => new Float32Array(12), { positions: 2, width: 3 });
  expect(found).toEqual({
    explained_variance: null,
    explained_variance_per_position_mean: null,
    by_position: [null, null],
    mse: 4,
  });
});
