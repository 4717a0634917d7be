import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decimate } from '../../../src/webview/shared/decimate';

const BUCKETS = 10;

/** Curves whose x ascends, ties included, with gaps in y; more rows than are let through. */
const curves = fc
  .array(fc.tuple(fc.nat(3), fc.oneof(fc.constant(NaN), fc.double({ min: -9, max: 9, noNaN: true }))), {
    maxLength: 300,
  })
  .map((rows) => {
    let x = 0;
    return {
      x: Float64Array.from(rows, ([step]) => (x += step)),
      y: Float64Array.from(rows, ([, value]) => value),
    };
  });
const ranges = fc.tuple(fc.nat(500), fc.nat(500)).map(([min, length]) => ({ min, max: min + length }));

test('keeps the order, and no more than two rows for each bucket and one on either side', () => {
  fc.assert(
    fc.property(curves, ranges, ({ x, y }, range) => {
      const rows = decimate(x, y, range, BUCKETS);
      expect(rows.length).toBeLessThanOrEqual(2 * BUCKETS + 2);
      expect(rows).toEqual([...new Set(rows)].sort((a, b) => a - b));
    }),
  );
});

test('keeps the lowest and the highest value of every bucket', () => {
  fc.assert(
    fc.property(curves, ranges, ({ x, y }, range) => {
      const kept = new Set(decimate(x, y, range, BUCKETS).map((row) => y[row]));
      for (const values of valuesByBucket(x, y, range)) {
        expect(kept).toContain(Math.min(...values));
        expect(kept).toContain(Math.max(...values));
      }
    }),
  );
});

test('keeps the neighbours on both sides, so that lines reach the edges', () => {
  const x = Float64Array.from({ length: 1000 }, (_, i) => i);
  const rows = decimate(x, x, { min: 100, max: 899 }, BUCKETS);
  expect([rows[0], rows.at(-1)]).toEqual([99, 900]);
});

test('breaks the line where a bucket has nothing to show, by one of its rows', () => {
  const x = Float64Array.from({ length: 1000 }, (_, i) => i);
  const y = x.map((value) => (value >= 400 && value < 500 ? NaN : value));
  const rows = decimate(x, y, { min: 0, max: 999 }, BUCKETS);
  expect(rows.filter((row) => Number.isNaN(y[row]))).toHaveLength(1);
});

test('leaves values up to the floor out', () => {
  const x = Float64Array.from({ length: 1000 }, (_, i) => i);
  const y = x.map((value) => (value % 2 === 0 ? -value : value));
  expect(decimate(x, y, { min: 0, max: 999 }, BUCKETS, 0).every((row) => y[row]! > 0)).toBe(true);
});

test('keeps all rows where they are few', () => {
  const x = Float64Array.of(1, 2, 3);
  expect(decimate(x, Float64Array.of(5, NaN, 5), { min: 0, max: 4 }, BUCKETS)).toEqual([0, 1, 2]);
});

/** The values in sight, without gaps, in the buckets that have any; naively. */
function valuesByBucket(x: Float64Array, y: Float64Array, { min, max }: { min: number; max: number }): number[][] {
  const buckets = Array.from({ length: BUCKETS }, (): number[] => []);
  for (const [row, place] of x.entries()) {
    if (place < min || place > max || Number.isNaN(y[row])) continue;
    const share = max > min ? (place - min) / (max - min) : 0;
    buckets[Math.min(Math.floor(share * BUCKETS), BUCKETS - 1)]!.push(y[row]!);
  }
  return buckets.filter((values) => values.length > 0);
}
