import fc from 'fast-check';
import { expect, test } from 'vitest';
import { viewFrom, type View } from '../../../src/webview/dashboard/view';

const view: View = {
  xAxis: 'seconds',
  lineKind: 'epoch',
  logarithmic: true,
  smoothing: 0.6,
  hidden: ['/a'],
  slots: { '/a': 3 },
};

test('a view that was kept comes back', () => {
  expect(viewFrom(JSON.parse(JSON.stringify(view)))).toEqual(view);
});

test('whatever is wrong in it is replaced by the default, and no more', () => {
  const broken = { ...view, xAxis: 'miles', smoothing: 7, slots: { '/a': 3, '/b': -1, '/c': 'x' }, hidden: [1, '/a'] };
  expect(viewFrom(broken)).toEqual({ ...view, xAxis: 'step', smoothing: 0.99, slots: { '/a': 3 }, hidden: ['/a'] });
});

test('anything at all gives a view', () => {
  fc.assert(
    fc.property(fc.anything(), (kept) => {
      const { smoothing, hidden, slots } = viewFrom(kept);
      expect(smoothing).toBeGreaterThanOrEqual(0);
      expect(Array.isArray(hidden)).toBe(true);
      expect(Object.values(slots).every(Number.isSafeInteger)).toBe(true);
    }),
  );
});
