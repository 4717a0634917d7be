import { describe, expect, it } from 'vitest';
import { trustworthiness } from '../../../../src/core/analysis/embedding/trustworthiness';
import { EXPECTED, POINTS, pointsOf, resultOf } from './fixture';

describe('trustworthiness', () => {
  it.each(EXPECTED.layouts)('is that of scikit-learn, $trustworthiness', ({ points, trustworthiness: expected }) => {
    const found = resultOf(trustworthiness(POINTS, Float64Array.from(points), EXPECTED.neighbours));
    expect(found).toBeCloseTo(expected, 12);
  });

  it('is 1 where nothing is moved, and where all points are the same', () => {
    const plane = Array.from({ length: 60 }, (_, i) => [i % 9, Math.sin(i)]).flat();
    expect(resultOf(trustworthiness(pointsOf(plane, 2), Float64Array.from(plane), 5))).toBe(1);
    const same = pointsOf(Array<number>(60).fill(1), 1);
    expect(resultOf(trustworthiness(same, Float64Array.from(plane), 5))).toBe(1);
  });
});
