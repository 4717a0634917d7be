import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tableRows } from '../../../src/webview/dashboard/tableRows';

const everything = { min: -Infinity, max: Infinity };
const source = (x: readonly number[], y: readonly number[], unit = 1) => ({
  x: Float64Array.from(x),
  y: Float64Array.from(y),
  unit,
});

test('has a row for each place where a run has a line, with the last value of each run up to there', () => {
  const { rows, total } = tableRows([source([1, 2, 4], [10, 20, 40]), source([2, 3], [2, 3])], everything, 200);
  expect(rows).toEqual([
    { x: 1, values: [10, undefined] },
    { x: 2, values: [20, 2] },
    { x: 3, values: [20, 3] },
    { x: 4, values: [40, undefined] },
  ]);
  expect(total).toBe(4);
});

test('shows what is in the range only', () => {
  const { rows } = tableRows([source([1, 2, 3, 4], [1, 2, 3, 4])], { min: 2, max: 3 }, 200);
  expect(rows.map(({ x }) => x)).toEqual([2, 3]);
});

test('takes rows evenly, the first and the last among them', () => {
  const x = Array.from({ length: 1000 }, (_, i) => i);
  const { rows, total } = tableRows([source(x, x)], everything, 10);
  expect(rows.map((row) => row.x)).toEqual([0, 111, 222, 333, 444, 555, 666, 777, 888, 999]);
  expect(total).toBe(1000);
});

test('finds every line at its own place, whatever the unit', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.nat(10_000), { minLength: 1 }),
      fc.double({ min: 1e-6, max: 1e6, noNaN: true }),
      (steps, unit) => {
        const x = steps.sort((a, b) => a - b);
        const { rows } = tableRows([source(x, x, unit)], everything, 20_000);
        expect(rows.map(({ values: [value] }) => value)).toEqual(x);
      },
    ),
  );
});

test('a value that is not finite is not a missing line', () => {
  expect(tableRows([source([1], [NaN])], everything, 200).rows).toEqual([{ x: 1, values: [NaN] }]);
});
