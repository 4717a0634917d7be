import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SmoothedColumn } from '../../../src/webview/shared/smoothing';

const columns = fc
  .array(fc.oneof({ weight: 9, arbitrary: fc.double({ min: -10, max: 10, noNaN: true }) }, fc.constant(NaN)))
  .map((values) => Float64Array.from(values));
const weights = fc.double({ min: 0, max: 0.99, noNaN: true });

test('is the weighted mean of all values so far, each weight a share of the next', () => {
  fc.assert(
    fc.property(columns, weights, (column, weight) => {
      const smoothed = new SmoothedColumn(weight).extend(column);
      expect(smoothed).toHaveLength(column.length);
      for (const [row, value] of column.entries()) {
        if (Number.isNaN(value)) expect(smoothed[row]).toBeNaN();
        else expect(smoothed[row]).toBeCloseTo(naive(column.subarray(0, row + 1), weight), 9);
      }
    }),
  );
});

test('gives the same by parts as in one', () => {
  fc.assert(
    fc.property(columns, weights, fc.array(fc.nat(50)), (column, weight, cuts) => {
      const byParts = new SmoothedColumn(weight);
      for (const cut of cuts.sort((a, b) => a - b)) byParts.extend(column.subarray(0, cut));
      expect(byParts.extend(column)).toEqual(new SmoothedColumn(weight).extend(column));
    }),
  );
});

test('changes nothing at a weight of 0', () => {
  expect([...new SmoothedColumn(0).extend(Float64Array.of(3, 1, 2))]).toEqual([3, 1, 2]);
});

function naive(values: Float64Array, weight: number): number {
  const defined = [...values].filter((value) => !Number.isNaN(value)).reverse();
  let [sum, weights] = [0, 0];
  for (const [age, value] of defined.entries()) {
    sum += weight ** age * value;
    weights += weight ** age;
  }
  return sum / weights;
}
