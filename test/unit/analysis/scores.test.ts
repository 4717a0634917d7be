import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseCut, measure } from '../../../src/core/analysis/labels/measure';
import { ColumnScorer } from '../../../src/core/analysis/scores/columnScorer';
import { normalCdf, probit } from '../../../src/core/analysis/scores/normal';
import { Ranking } from '../../../src/core/analysis/scores/ranking';
import type { Column } from '../../../src/core/analysis/truth/truth';
import { fixture } from '../../support/json';

/** What scikit-learn and SciPy say, written by tools/fixtures/make_scores.py. */
interface Scores {
  readonly codes: number[];
  readonly tokens: number[];
  readonly cases: {
    readonly name: string;
    readonly values: number[];
    readonly ranks: number[];
    readonly nmi: number;
    readonly tokenNmi: number;
    readonly conditionalNmi: number;
    readonly explained: number;
    readonly targets: Record<string, TargetScores>;
  }[];
  readonly normal: { p: number; z: number }[];
}
interface TargetScores {
  readonly auroc: number;
  readonly bestF1: number;
  readonly bestF1Opposite: number;
  readonly r: number;
  readonly levels: { f1: number; precise: number | null };
}

const { codes, tokens, cases, normal } = fixture<Scores>('scores.json');
const rows = Uint32Array.from(codes.keys());

/** A column of all rows. */
function columnOf(values: number[], own: ArrayLike<number>): Column {
  const label = { task: 'SA', digit: 0, relative: null, rows: 'all' } as const;
  return { label, equivalent: [], values, rows, codes: Uint8Array.from(own) };
}
const whole = columnOf([0, 1, 2, 3], codes);
const binary = [0, 1, 2, 3].map((code) =>
  columnOf(
    [0, 1],
    codes.map((own) => Number(own === code)),
  ),
);

describe.each(cases)('of the feature "$name"', ({ values, ranks, targets, ...expected }) => {
  const feature = Float32Array.from(values);

  test('ranks are those of SciPy', () => {
    const ranking = new Ranking(rows.length);
    ranking.rank(feature, rows, 1);
    expect(Array.from(ranking.ranks)).toEqual(ranks);
    const ascending = Array.from(ranking.order, (row) => feature[row]!);
    expect(ascending).toEqual([...feature].sort((a, b) => a - b));
  });

  test('scores of many columns at once are those of scikit-learn', () => {
    const scorer = new ColumnScorer([whole, ...binary]);
    const scores = scorer.score(feature);
    expect(scores.nmi[0]).toBeCloseTo(expected.nmi, 10);
    expect(scores.explained[0]).toBeCloseTo(expected.explained, 5);
    expect(scorer.targets).toHaveLength(8);
    for (const [target, { column, code }] of scorer.targets.entries()) {
      const wanted = targets[column === 0 ? code : column - 1]!;
      expect(scores.auroc[target]).toBeCloseTo(wanted.auroc, 10);
      expect(scores.levelF1[target]).toBeCloseTo(wanted.levels.f1, 10);
      expect(scores.preciseLevel[target]).toBe(wanted.levels.precise === null ? 0 : wanted.levels.precise + 1);
    }
  });

  test.each([0, 1, 2, 3])('measures of value %i are those of scikit-learn and SciPy', (code) => {
    const wanted = targets[code]!;
    const up = measure(feature, whole, code, chooseCut(feature, whole, code, 1), Uint8Array.from(tokens));
    const down = measure(feature, whole, code, chooseCut(feature, whole, code, -1), Uint8Array.from(tokens));
    expect(up.auroc).toBeCloseTo(wanted.auroc, 10);
    expect(down.auroc).toBeCloseTo(1 - wanted.auroc, 10);
    expect(up.f1).toBeCloseTo(wanted.bestF1, 10);
    expect(down.f1).toBeCloseTo(wanted.bestF1Opposite, 10);
    expect(up.r).toBeCloseTo(wanted.r, 5);
    expect(up.nmi).toBeCloseTo(expected.nmi, 10);
    expect(up.token_nmi).toBeCloseTo(expected.tokenNmi, 10);
    expect(up.conditional_nmi).toBeCloseTo(expected.conditionalNmi, 10);
    expect(up.explained).toBeCloseTo(expected.explained, 5);
    expect(up.support).toBe(codes.filter((own) => own === code).length);
  });
});

test.each(normal)('the normal distribution at z = $z', ({ p, z }) => {
  expect(normalCdf(z)).toBeCloseTo(p, 6);
  expect(probit(p)).toBeCloseTo(z, 2);
});

describe('a ranking', () => {
  const rank = (values: number[]) => {
    const ranking = new Ranking(values.length);
    ranking.rank(Float32Array.from(values), Uint32Array.from(values.keys()), 1);
    return ranking;
  };

  test('orders any numbers, with the mean rank for equal ones', () => {
    const value = fc.oneof(fc.float({ noNaN: true }), fc.constantFrom(0, -0, 1, -1, Infinity, -Infinity));
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 60 }), (values) => {
        const floats = Float32Array.from(values);
        const expected = Array.from(floats, (own) => {
          const lower = floats.filter((other) => other < own).length;
          return lower + (floats.filter((other) => other === own).length + 1) / 2;
        });
        expect(Array.from(rank(values).ranks)).toEqual(expected);
      }),
    );
  });

  test('has no bin that spans two quantiles', () => {
    const { bins, quantileOf, binSizes, binCount, ranks } = rank(
      Array.from({ length: 1000 }, (_, i) => (i * 7) % 1000),
    );
    expect(binSizes.slice(0, binCount).reduce((a, b) => a + b)).toBe(1000);
    ranks.forEach((own, row) => expect(quantileOf[bins[row]!]).toBe(Math.floor((16 * (own - 0.5)) / 1000)));
  });

  test('refuses what is not a number', () => {
    expect(() => rank([1, NaN])).toThrow('not a number');
  });
});

test('a feature that is the same on all rows of a column tells nothing of it', () => {
  const scores = new ColumnScorer([whole]).score(new Float32Array(rows.length).fill(3));
  expect([...scores.auroc]).toEqual([0.5, 0.5, 0.5, 0.5]);
  expect([...scores.nmi, ...scores.explained, ...scores.levelF1]).toEqual([0, 0, 0, 0, 0, 0]);
});
