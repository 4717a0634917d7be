import fc from 'fast-check';
import { expect, test } from 'vitest';
import { panned, zoomed, type Range } from '../../../src/webview/shared/range';

const whole = { min: 0, max: 100 };

test('zooms about the middle', () => {
  expect(zoomed({ min: 40, max: 80 }, 0.5, whole)).toEqual({ min: 50, max: 70 });
});

test('moves by a share of its length', () => {
  expect(panned({ min: 40, max: 80 }, 0.25, whole)).toEqual({ min: 50, max: 90 });
});

test('stops at the ends', () => {
  expect(panned({ min: 40, max: 80 }, 2, whole)).toEqual({ min: 60, max: 100 });
  expect(zoomed({ min: 0, max: 60 }, 2, whole)).toEqual(whole);
  expect(zoomed({ min: 0, max: 40 }, 2, whole)).toEqual({ min: 0, max: 80 });
});

test('does not zoom in for ever', () => {
  let range: Range = whole;
  for (let i = 0; i < 100; i++) range = zoomed(range, 0.5, whole);
  expect(range.max - range.min).toBeCloseTo(0.01, 9);
});

test('stays within the whole', () => {
  const ranges = fc.tuple(fc.integer({ min: 0, max: 99 }), fc.integer({ min: 1, max: 100 }));
  fc.assert(
    fc.property(ranges, fc.double({ min: 0.1, max: 10, noNaN: true }), ([min, max], amount) => {
      fc.pre(min < max);
      for (const { min: from, max: to } of [zoomed({ min, max }, amount, whole), panned({ min, max }, amount, whole)]) {
        expect(from).toBeGreaterThanOrEqual(whole.min);
        expect(to).toBeLessThanOrEqual(whole.max + 1e-9);
        expect(to).toBeGreaterThan(from);
      }
    }),
  );
});
