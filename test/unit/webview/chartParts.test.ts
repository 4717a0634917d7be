import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutAtEdges } from '../../../src/webview/shared/chart/cutAtEdges';
import { jaggedLines } from '../../../src/webview/shared/chart/jagged';
import { logTicks } from '../../../src/webview/shared/chart/logTicks';
import { firstAbove, firstAtLeast, nearestIndex } from '../../../src/webview/shared/search';

test.each([
  [1e-4, 1, [1e-4, 1e-3, 1e-2, 0.1, 1]],
  [0.02, 0.5, [0.03, 0.1, 0.3]],
  [2, 9, [2, 3, 4, 5, 6, 7, 8, 9]],
  [440, 500, [440, 460, 480, 500]],
])('a logarithmic axis from %d to %d has round ticks', (min, max, ticks) => {
  expect(logTicks(min, max)).toEqual(ticks);
});

test('a logarithmic axis has a few ticks, within it', () => {
  const values = fc.double({ min: 1e-9, max: 1e9, noNaN: true });
  fc.assert(
    fc.property(values, fc.double({ min: 1.01, max: 1e6, noNaN: true }), (min, factor) => {
      const ticks = logTicks(min, min * factor);
      expect(ticks.length).toBeGreaterThanOrEqual(2);
      expect(ticks.length).toBeLessThanOrEqual(12);
      expect(Math.min(...ticks)).toBeGreaterThanOrEqual(min * (1 - 1e-9));
      expect(Math.max(...ticks)).toBeLessThanOrEqual(min * factor * (1 + 1e-9));
    }),
  );
});

test('a line ends where it leaves the range', () => {
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 100 },
    { x: 20, y: 200 },
  ];
  expect(cutAtEdges(points, { min: 5, max: 15 }, false)).toEqual([
    { x: 5, y: 50, isEdge: true },
    { x: 10, y: 100 },
    { x: 15, y: 150, isEdge: true },
  ]);
});

test('a line is seen between two points that are both outside', () => {
  const points = [
    { x: 0, y: 1 },
    { x: 10, y: 100 },
  ];
  expect(cutAtEdges(points, { min: 2.5, max: 5 }, true)).toEqual([
    { x: 2.5, y: expect.closeTo(10 ** 0.5) as number, isEdge: true },
    { x: 5, y: expect.closeTo(10) as number, isEdge: true },
  ]);
});

test('a single point outside is not drawn', () => {
  expect(cutAtEdges([{ x: 9, y: 1 }], { min: 0, max: 5 }, false)).toEqual([{ x: 5, y: NaN, isEdge: true }]);
});

test('finds places in an ascending column as a search of all of it does', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(30), { minLength: 1 }), fc.nat(30), (values, value) => {
      const column = Float64Array.from(values).sort();
      const orEnd = (index: number) => (index < 0 ? column.length : index);
      expect(firstAtLeast(column, value)).toBe(orEnd(column.findIndex((found) => found >= value)));
      expect(firstAbove(column, value)).toBe(orEnd(column.findIndex((found) => found > value)));
      const distance = Math.abs(column[nearestIndex(column, value)!]! - value);
      expect(distance).toBe(Math.min(...column.map((found) => Math.abs(found - value))));
    }),
  );
});

test('only a curve that goes up and down all over its chart is jagged', () => {
  const wave = (height: number) => Array.from({ length: 100 }, (_, i) => ({ y: i % 2 === 0 ? 1 : 1 + height }));
  const falling = Array.from({ length: 100 }, (_, i) => ({ y: 100 / (i + 1) }));
  expect(jaggedLines([falling, wave(1)], false)).toEqual([false, false]);
  expect(jaggedLines([falling, wave(50)], false)).toEqual([false, true]);
  // On a logarithmic axis small values take as much room as large ones.
  expect(jaggedLines([falling, wave(1)], true)).toEqual([false, true]);
  expect(jaggedLines([[{ y: 5 }, { y: NaN }, { y: 5 }], []], false)).toEqual([false, false]);
});
