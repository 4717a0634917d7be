import { describe, expect, test } from 'vitest';
import { randomStream, type RandomStream, type StreamName } from '../../../src/core/random/stream';
import { chiSquareOfEqual, countsOf } from './chiSquare';

const names: StreamName[] = ['data', 'weights', 'probes', 'ablations', 'embedding', 'search', 'hypercube'];

function draws<T>(n: number, draw: () => T): T[] {
  return Array.from({ length: n }, draw);
}

function words(stream: RandomStream, n = 100): number[] {
  return draws(n, () => stream.uint32());
}

describe('randomStream', () => {
  test('starts with the block of Random123 whose key and counter are 0', () => {
    expect(words(randomStream(0, 'data', 0), 4)).toEqual([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8]);
  });

  test('gives the same numbers again, whatever else was drawn', () => {
    const first = words(randomStream(673023, 'data', 7));
    words(randomStream(673023, 'weights', 7));
    expect(words(randomStream(673023, 'data', 7))).toEqual(first);
  });

  test('has no word in common between neighbouring seeds, names and indices', () => {
    const far = 2 ** 32;
    const all = [0, 1, far].flatMap((seed) =>
      names.flatMap((name) => [0, 1, far].flatMap((index) => words(randomStream(seed, name, index)))),
    );
    // 4500 words out of 2^32: one pair is equal by chance in 0.2 % of all such tests.
    expect(new Set(all).size).toBe(all.length);
  });

  test.each([
    ['seed', randomStream(1, 'data', 0), randomStream(2, 'data', 0)],
    ['name', randomStream(1, 'data', 0), randomStream(1, 'weights', 0)],
    ['index', randomStream(1, 'data', 0), randomStream(1, 'data', 1)],
  ])('is independent of a stream of another %s', (_, one, other) => {
    const pairs = draws(100_000, () => 10 * one.integer(10) + other.integer(10));
    // Chi-square with 99 degrees of freedom exceeds 148.2 in 0.1 % of samples.
    expect(chiSquareOfEqual(countsOf(pairs, 100))).toBeLessThan(148.2);
  });

  test.each([-1, 0.5, 2 ** 53, NaN])('refuses %d as seed and as index', (value) => {
    expect(() => randomStream(value, 'data', 0)).toThrow(/seed must be a whole number/);
    expect(() => randomStream(0, 'data', value)).toThrow(/index must be a whole number/);
  });
});

describe('integer', () => {
  test('draws digits evenly', () => {
    const stream = randomStream(1, 'data', 0);
    const counts = countsOf(
      draws(100_000, () => stream.integer(10)),
      10,
    );
    // Chi-square with 9 degrees of freedom exceeds 27.9 in 0.1 % of samples.
    expect(chiSquareOfEqual(counts)).toBeLessThan(27.9);
  });

  test('is unbiased where the range does not divide 2^32', () => {
    const stream = randomStream(1, 'data', 0);
    // Of 3 · 2^30 numbers, the remainder of a word modulo the range would be in the first third half of the time.
    const thirds = draws(100_000, () => Math.floor(stream.integer(3 * 2 ** 30) / 2 ** 30));
    // Chi-square with 2 degrees of freedom exceeds 13.8 in 0.1 % of samples.
    expect(chiSquareOfEqual(countsOf(thirds, 3))).toBeLessThan(13.8);
  });

  test('takes whole words for the whole range and draws nothing but 0 out of 1', () => {
    const integers = randomStream(5, 'data', 0);
    const whole = randomStream(5, 'data', 0);
    expect(draws(20, () => integers.integer(2 ** 32))).toEqual(words(whole, 20));
    expect(integers.integer(1)).toBe(0);
  });

  test.each([0, -1, 1.5, 2 ** 32 + 1, NaN])('refuses a range of %d', (n) => {
    expect(() => randomStream(0, 'data', 0).integer(n)).toThrow(RangeError);
  });
});

describe('uniform', () => {
  test('is even over [0, 1), in its lowest bits too', () => {
    const stream = randomStream(1, 'weights', 0);
    const values = draws(100_000, () => stream.uniform());
    const tenths = values.map((value) => Math.floor(value * 10));
    const lowest = values.map((value) => (value * 2 ** 53) % 2);
    expect(chiSquareOfEqual(countsOf(tenths, 10))).toBeLessThan(27.9);
    // Chi-square with 1 degree of freedom exceeds 10.8 in 0.1 % of samples.
    expect(chiSquareOfEqual(countsOf(lowest, 2))).toBeLessThan(10.8);
  });

  test('stretches to the asked-for range', () => {
    const stretched = randomStream(1, 'weights', 0).uniformFloats(1000, -0.5, 1.5);
    const stream = randomStream(1, 'weights', 0);
    expect([...stretched]).toEqual(draws(1000, () => 2 * stream.uniform() - 0.5));
    expect(Math.min(...stretched)).toBeGreaterThanOrEqual(-0.5);
    expect(Math.max(...stretched)).toBeLessThan(1.5);
  });
});
