import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../../src/core/config/nearest';

describe('editDistance', () => {
  it('is 3 for the textbook pair', () => {
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });

  it('is a metric', () => {
    const word = fc.string({ maxLength: 8 });
    fc.assert(
      fc.property(word, word, word, (a, b, c) => {
        expect(editDistance(a, b) === 0).toBe(a === b);
        expect(editDistance(a, b)).toBe(editDistance(b, a));
        expect(editDistance(a, c)).toBeLessThanOrEqual(editDistance(a, b) + editDistance(b, c));
      }),
    );
  });
});

describe('nearest', () => {
  it('finds what differs by a slip or by case, nearest first', () => {
    expect(nearest('SEED', ['speed', 'seed', 'device'], 2)).toEqual(['seed', 'speed']);
  });

  it('finds nothing where all is different', () => {
    expect(nearest('optimizer', ['k', 'seed'], 1)).toEqual([]);
  });
});
