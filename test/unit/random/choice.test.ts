import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseWithoutReplacement } from '../../../src/core/random/choice';
import { randomStream } from '../../../src/core/random/stream';
import { chiSquareOfEqual, countsOf } from './chiSquare';

test('chooses so many distinct numbers in range, ascending', () => {
  fc.assert(
    fc.property(fc.nat(), fc.nat(200), fc.nat(200), (seed, count, rest) => {
      const chosen = [...chooseWithoutReplacement(randomStream(seed, 'data', 0), count, count + rest)];
      expect(chosen).toHaveLength(count);
      expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
      expect(chosen.every((number) => number < count + rest)).toBe(true);
    }),
  );
});

test('chooses every set equally often', () => {
  const stream = randomStream(3, 'data', 0);
  const pairs = Array.from({ length: 20_000 }, () => chooseWithoutReplacement(stream, 2, 5));
  const codes = ['0,1', '0,2', '0,3', '0,4', '1,2', '1,3', '1,4', '2,3', '2,4', '3,4'];
  const counts = countsOf(
    pairs.map((pair) => codes.indexOf(pair.join())),
    codes.length,
  );
  // Chi-square with 9 degrees of freedom exceeds 27.9 in 0.1 % of samples.
  expect(chiSquareOfEqual(counts)).toBeLessThan(27.9);
});

test('refuses to choose more than there are', () => {
  expect(() => chooseWithoutReplacement(randomStream(0, 'data', 0), 3, 2)).toThrow(RangeError);
});
