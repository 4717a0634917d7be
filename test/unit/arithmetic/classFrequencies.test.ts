import { beforeAll, describe, expect, test } from 'vitest';
import { generateBatch } from '../../../src/core/arithmetic/generator/mixedBatch';
import { contextLength } from '../../../src/core/arithmetic/positions';
import { readQuestion } from '../../../src/core/arithmetic/question';
import { complexityTag, questionClass } from '../../../src/core/arithmetic/questionClass';
import { randomStream } from '../../../src/core/random/stream';

// Percentages measured on 9 600 questions (150 batches of 64, 66 % subtractions, 6 digits) of the Python generator.
const measuredPercent = [
  { tag: 'S0', enriched: 2.6, plain: 1.1 },
  { tag: 'S1', enriched: 20.4, plain: 25.4 },
  { tag: 'S2', enriched: 8.2, plain: 7.3 },
  { tag: 'S3', enriched: 2.2, plain: 0.5 },
  { tag: 'S4', enriched: 0.73, plain: 0.04 },
  { tag: 'S5', enriched: 0.33, plain: 0 },
  { tag: 'M0', enriched: 1.4, plain: 1.9 },
  { tag: 'M1', enriched: 23.9, plain: 25.8 },
  { tag: 'M2', enriched: 5.1, plain: 5.6 },
  { tag: 'M3', enriched: 0.33, plain: 0.32 },
  { tag: 'M4+', enriched: 0.01, plain: 0.01 },
  { tag: 'N1', enriched: 25.5, plain: 24.2 },
  { tag: 'N2', enriched: 8.5, plain: 7.1 },
  { tag: 'N3', enriched: 0.8, plain: 0.65 },
  { tag: 'N4+', enriched: 0.04, plain: 0.02 },
];
/** Of subtractions. */
const negativePercent = { enriched: 54, plain: 49 };

const digits = 6;
const batchSize = 64;
const measuredBatches = 150;
/** Ten times as many questions as were measured, so that what we count adds little to the noise of the measurement. */
const batches = 10 * measuredBatches;

/** Share of all questions that have a tag, and share of the negative among subtractions. */
interface Shares {
  readonly ofTag: (tag: string) => number;
  readonly negative: number;
}

function countShares(enrich: boolean): Shares {
  const counts = new Map<string, number>();
  const count = (key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);
  const options = { digits, batchSize, operations: { add: 34, sub: 66, mul: 0 }, enrich };
  for (let batch = 0; batch < batches; batch++) {
    const tokens = generateBatch(randomStream(673023, 'data', batch), options);
    for (let i = 0; i < batchSize; i++) {
      const question = readQuestion(tokens, digits, i * contextLength(digits));
      count(questionClass(question)!);
      count(complexityTag(question)!);
    }
  }
  const of = (key: string) => counts.get(key) ?? 0;
  return { ofTag: (tag) => of(tag) / (batches * batchSize), negative: of('N') / (of('M') + of('N')) };
}

/**
 * Four standard deviations of a share counted in the measurement, plus half of the last digit given there. The binomial
 * variance is that of the questions; as whole batches are enriched or not, by a coin of 2/5, the difference between
 * such batches adds that coin's variance over the batches.
 */
function tolerance(
  share: number,
  questionsPerBatch: number,
  roundingPercent: number,
  shiftByEnrichment: number,
): number {
  const ofQuestions = (share * (1 - share)) / (questionsPerBatch * measuredBatches);
  const betweenBatches = 0.4 * 0.6 * (shiftByEnrichment / 0.4) ** 2;
  return 4 * Math.sqrt(ofQuestions + betweenBatches / measuredBatches) + roundingPercent / 100;
}

describe.each(['plain', 'enriched'] as const)('of %s questions', (kind) => {
  let shares: Shares;
  beforeAll(() => {
    shares = countShares(kind === 'enriched');
  });

  test.each(measuredPercent)('the share of $tag is the measured one', (measured) => {
    const share = measured[kind] / 100;
    const shift = kind === 'enriched' ? share - measured.plain / 100 : 0;
    const rounding = measured[kind] < 1 ? 0.005 : 0.05;
    const difference = Math.abs(shares.ofTag(measured.tag) - share);
    expect(difference).toBeLessThan(tolerance(Math.max(share, 1e-4), batchSize, rounding, shift));
  });

  test('the share of negative answers among subtractions is the measured one', () => {
    const share = negativePercent[kind] / 100;
    const shift = kind === 'enriched' ? share - negativePercent.plain / 100 : 0;
    expect(Math.abs(shares.negative - share)).toBeLessThan(tolerance(share, 42, 0.5, shift));
  });
});
