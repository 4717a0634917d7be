import { describe, expect, it } from 'vitest';
import {
  isProved,
  together,
  type AblationEffect,
  type Evidence,
  type InterchangeEffect,
} from '../../../../src/core/analysis/proof/criteria';

const NOTHING: AblationEffect = { failures: 0, wrong: [0, 0, 0], needed: [0, 0, 0], byClass: {}, randomFailures: null };
const STRONG: AblationEffect = {
  failures: 20,
  wrong: [0, 15, 10],
  needed: [0, 15, 5],
  byClass: { S1: 20 },
  randomFailures: 4,
};
const MOVING: InterchangeEffect = { questions: 100, changed: 50, moved: 25 };
const PROOF: Evidence = { mean: STRONG, zero: NOTHING, interchange: MOVING };

describe('a label is proved', () => {
  it('by an ablation to the mean or to zero that is just strong enough', () => {
    expect(isProved(PROOF)).toBe(true);
    expect(isProved({ ...PROOF, mean: NOTHING, zero: STRONG })).toBe(true);
  });

  it.each<[string, Partial<AblationEffect>]>([
    ['fewer than 20 failures', { failures: 19 }],
    ['less than 80 % of the wrong digits needed', { needed: [0, 15, 4] }],
    ['less than five times the failures of random directions', { randomFailures: 5 }],
    ['no comparison with random directions', { randomFailures: null }],
  ])('not with %s', (_, change) => {
    expect(isProved({ ...PROOF, mean: { ...STRONG, ...change } })).toBe(false);
  });

  it.each<[string, Partial<InterchangeEffect>]>([
    ['an interchange that moves too few digits', { changed: 9, moved: 9 }],
    ['an interchange that moves digits otherwise', { moved: 24 }],
    ['an interchange that changes nothing', { changed: 0, moved: 0 }],
  ])('not with %s', (_, change) => {
    expect(isProved({ ...PROOF, interchange: { ...MOVING, ...change } })).toBe(false);
  });

  it('not by one half of the evidence in one ablation and the other half in another', () => {
    const unneeded = { ...STRONG, needed: [0, 0, 0] };
    const weak = { ...STRONG, failures: 3 };
    expect(isProved({ mean: unneeded, zero: weak, interchange: MOVING })).toBe(false);
  });
});

describe('evidence of several positions together', () => {
  it('adds up', () => {
    const other = { ...STRONG, byClass: { S1: 1, S2: 2 }, randomFailures: 1 };
    expect(together([PROOF, { ...PROOF, mean: other }])).toEqual({
      mean: { failures: 40, wrong: [0, 30, 20], needed: [0, 30, 10], byClass: { S1: 21, S2: 2 }, randomFailures: 5 },
      zero: { ...NOTHING, randomFailures: 0 },
      interchange: { questions: 200, changed: 100, moved: 50 },
    });
  });

  it('has no comparison where an ablation that fails has none', () => {
    const uncompared = { ...STRONG, randomFailures: null };
    expect(together([PROOF, { ...PROOF, mean: uncompared }]).mean.randomFailures).toBeNull();
  });
});
