import { describe, expect, test } from 'vitest';
import { makeProbes } from '../../../src/core/analysis/probes/probeSet';
import { ColumnScorer } from '../../../src/core/analysis/scores/columnScorer';
import { PermutationNull } from '../../../src/core/analysis/scores/permutationNull';
import { TruthTable } from '../../../src/core/analysis/truth/truthTable';
import { randomStream } from '../../../src/core/random/stream';

describe('a feature that has nothing to do with any label', () => {
  const probes = makeProbes({ digits: 6, operations: { add: 34, sub: 66, mul: 0 }, seed: 8, count: 4000 });
  const { heldOut } = new TruthTable(probes).at(16);
  const shuffled = new PermutationNull(heldOut, randomStream(1, 'probes', 5));
  const scorer = new ColumnScorer(heldOut);

  /** The smallest chance that the null gives to any score of a feature. */
  function smallestP(feature: number): number {
    const stream = randomStream(2, 'weights', feature);
    const { auroc } = scorer.score(Float32Array.from({ length: probes.count }, () => stream.uniform()));
    const chances = scorer.targets.map(({ positives, negatives }, i) =>
      shuffled.pValue(auroc[i]!, positives, negatives),
    );
    return Math.min(...chances);
  }

  test('has its best score as often as the null says', () => {
    const smallest = Array.from({ length: 200 }, (_, feature) => smallestP(feature));
    for (const level of [0.05, 0.2, 0.5]) {
      const share = smallest.filter((p) => p <= level).length / smallest.length;
      // Four standard deviations of a share of 200, and as targets of 10 to 49 rows are only in the null, a bit more.
      expect(Math.abs(share - level), `${level}`).toBeLessThan(4 * Math.sqrt((level * (1 - level)) / 200) + 0.03);
    }
  });

  test('has no chance where a score is perfect', () => {
    expect(shuffled.pValue(1, 300, 700)).toBeCloseTo(1 / 1001, 12);
    expect(shuffled.pValue(0.5, 300, 700)).toBe(1);
  });
});
