import { describe, expect, it } from 'vitest';
import { pca } from '../../../../src/core/analysis/embedding/pca';
import { randomStream } from '../../../../src/core/random/stream';
import { expectClose } from '../../../support/closeness';
import { EXPECTED, POINTS, pointsOf } from './fixture';

/** Components that stand at right angles to each other, of the given standard deviations. */
function stretched(count: number, deviations: readonly number[]) {
  const stream = randomStream(3, 'data', 0);
  const values = Array.from({ length: count }, () => deviations.map((own) => own * (2 * stream.uniform() - 1)));
  return pointsOf(values.flat(), deviations.length);
}

describe('pca', () => {
  it('finds the components that scikit-learn finds', () => {
    const found = pca(POINTS, 1);
    expectClose(found.projected, EXPECTED.pca.projected, 1e-8, 'projected');
    expectClose(found.variances, EXPECTED.pca.variances, 1e-10, 'variances');
    expectClose(found.explained, EXPECTED.pca.explained, 1e-10, 'explained');
  });

  it('does not depend on the seed', () => {
    expectClose(pca(POINTS, 2).projected, pca(POINTS, 1).projected, 1e-8);
  });

  it('finds the same without working the covariances out', () => {
    // 1100 coordinates, of which those after the sixth say nothing.
    const wide = Array.from({ length: POINTS.count }, (_, row) => [
      ...POINTS.values.subarray(row * 6, (row + 1) * 6),
      ...new Float64Array(1094),
    ]);
    expectClose(pca(pointsOf(wide.flat(), 1100), 1).projected, EXPECTED.pca.projected, 1e-8);
  });

  it('explains everything that lies in a plane, and shares it by the variances', () => {
    const found = pca(stretched(500, [3, 0, 1, 0]), 1);
    expect(found.explained[0] + found.explained[1]).toBeCloseTo(1, 12);
    expect(found.explained[0]).toBeGreaterThan(0.85);
  });

  it.each<[string, number[], number]>([
    ['points that are all the same', Array<number>(20).fill(2), 2],
    ['points on a line', [0, 0, 1, 1, 2, 2, 3, 3], 2],
    ['one coordinate', [3, 1, 2, 5], 1],
    ['no coordinates that vary at all', [], 1],
  ])('copes with %s', (_, values, dimensions) => {
    const { projected, explained } = pca(pointsOf(values, dimensions), 1);
    expect(projected.every(Number.isFinite)).toBe(true);
    for (let i = 1; i < projected.length; i += 2) expect(projected[i]).toBeCloseTo(0, 8);
    expect(explained[0]).toBe(new Set(values).size < 2 ? 0 : explained[0]);
    expect(explained[1]).toBeCloseTo(0, 10);
  });
});
