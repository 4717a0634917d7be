import { expect, test } from 'vitest';
import { Series } from '../../../src/webview/shared/series';
import { madePart } from '../../webview/madeRuns';

const part = (from: number, to: number, seed = 0) => madePart('/run', 'interval', from, to, { seed });

test('appends parts', () => {
  const whole = new Series();
  whole.replaceFrom(part(0, 500));
  const series = new Series();
  for (let from = 0; from < 500; from += 100) series.replaceFrom(part(from, from + 100));
  expect(series.length).toBe(500);
  expect(series.column('loss')).toEqual(whole.column('loss'));
});

test('cuts back to where a part begins, whatever was there', () => {
  const series = new Series();
  series.replaceFrom(part(0, 100));
  series.replaceFrom(part(40, 50, 1));
  expect(series.length).toBe(50);
  expect(series.column('loss')).toEqual(Float64Array.of(...part(0, 40).columns.loss, ...part(40, 50, 1).columns.loss));
});

test('smooths anew what follows from rows that are gone', () => {
  const series = new Series();
  series.replaceFrom(part(0, 100));
  series.smoothed('loss', 0.9);
  series.replaceFrom(part(40, 80, 1));
  const whole = new Series();
  whole.replaceFrom(part(0, 40));
  whole.replaceFrom(part(40, 80, 1));
  expect(series.smoothed('loss', 0.9)).toEqual(whole.smoothed('loss', 0.9));
});

test('smooths with the weight that is asked for', () => {
  const series = new Series();
  series.replaceFrom(part(0, 10));
  expect(series.smoothed('loss', 0.5)).not.toEqual(series.smoothed('loss', 0.9).slice());
  expect(series.smoothed('loss', 0)).toEqual(series.column('loss'));
});

test('refuses a part that leaves rows out', () => {
  const series = new Series();
  series.replaceFrom(part(0, 10));
  expect(() => series.replaceFrom(part(11, 12))).toThrow('rows from 11 on, where there are 10');
});

test('refuses columns of unequal length', () => {
  const { columns } = part(0, 10);
  const unequal = { from: 0, columns: { ...columns, loss: new Float64Array(9) } };
  expect(() => new Series().replaceFrom(unequal)).toThrow('9 rows of loss, 10 of step');
});

test('knows which columns are in use, also after being cut back', () => {
  const series = new Series();
  series.replaceFrom(part(0, 10));
  expect([series.isInUse('loss'), series.isInUse('l1_penalty')]).toEqual([true, false]);
  series.replaceFrom(madePart('/run', 'interval', 10, 11, { kl: true }));
  expect(series.isInUse('l1_penalty')).toBe(true);
  series.replaceFrom(part(10, 12));
  expect([series.isInUse('loss'), series.isInUse('l1_penalty')]).toEqual([true, false]);
});

test('knows the lowest value of a column, also after being cut back', () => {
  const series = new Series();
  expect(series.lowest('loss')).toBe(Infinity);
  series.replaceFrom(part(0, 10));
  series.column('loss').set([NaN, -1], 8);
  expect(series.lowest('loss')).toBe(-1);
  series.replaceFrom(part(8, 10));
  expect(series.lowest('loss')).toBe(Math.min(...part(0, 10).columns.loss));
  const lower = part(10, 11);
  lower.columns.loss.fill(-2);
  series.replaceFrom(lower);
  expect(series.lowest('loss')).toBe(-2);
});
