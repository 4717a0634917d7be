import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isProved, type AblationEffect } from '../../../src/core/analysis/proof/criteria';
import type { ProofRecord } from '../../../src/core/run/analysedLabel';
import {
  ablationCriteria,
  interchangeCriteria,
  isMet,
  verdictText,
  wrongDigits,
} from '../../../src/webview/explorer/neuron/proofText';

type Ablation = ProofRecord['mean'];

const nothing: Ablation = {
  failures: 0,
  wrong: {},
  needed: {},
  needed_together: null,
  by_class: {},
  random_failures: null,
};
const proof: ProofRecord = {
  questions: 2000,
  mean: {
    failures: 300,
    wrong: { A3: 290, A2: 20 },
    needed: { A3: 290 },
    needed_together: null,
    by_class: { S1: 300 },
    random_failures: 3,
  },
  zero: nothing,
  interchange: { questions: 400, changed: 200, moved: 190 },
};

const ablations = fc
  .record({
    failures: fc.integer({ min: 0, max: 60 }),
    needed: fc.integer({ min: 0, max: 60 }),
    other: fc.integer({ min: 0, max: 30 }),
    random_failures: fc.option(fc.integer({ min: 0, max: 20 })),
  })
  .map(({ failures, needed, other, random_failures }): Ablation => ({
    ...{ failures, random_failures, needed_together: null, by_class: {} },
    wrong: { A1: needed, A0: other },
    needed: { A1: needed },
  }));
const interchanges = fc
  .record({ moved: fc.integer({ min: 0, max: 40 }), other: fc.integer({ min: 0, max: 40 }) })
  .map(({ moved, other }) => ({ questions: 100, changed: moved + other, moved }));

test('what is said to be met is what makes a proof', () => {
  fc.assert(
    fc.property(ablations, ablations, interchanges, (mean, zero, interchange) => {
      const said =
        (isMet(ablationCriteria(mean)) || isMet(ablationCriteria(zero))) && isMet(interchangeCriteria(interchange));
      expect(said).toBe(isProved({ mean: effectOf(mean), zero: effectOf(zero), interchange }));
    }),
  );
});

test('every label that is not proved is told why', () => {
  fc.assert(
    fc.property(ablations, ablations, interchanges, (mean, zero, interchange) => {
      fc.pre(!isProved({ mean: effectOf(mean), zero: effectOf(zero), interchange }));
      expect(verdictText('correlates', { questions: 100, mean, zero, interchange })).toMatch(/^Only correlates: .{10}/);
    }),
  );
});

describe('the verdict', () => {
  test('of a proof says what was broken, and by which ablation', () => {
    expect(verdictText('proved', proof)).toBe(
      'Proved: with the neuron at its mean, 300 of 2,000 right answers turn wrong, 93.5% of the wrong digits need the ' +
        'label, and the interchange moves 95% of the digits that it changes as the arithmetic says.',
    );
    expect(verdictText('proved', { ...proof, mean: nothing, zero: proof.mean })).toContain(
      'the neuron at zero, 300 of',
    );
    expect(verdictText('proved', proof, true)).toContain('the neurons at their means, 300 of');
  });

  test('says that the model does not need a neuron', () => {
    const unused = { ...proof, mean: nothing, interchange: { questions: 400, changed: 0, moved: 0 } };
    expect(verdictText('correlates', unused)).toBe(
      'Only correlates: the model hardly needs it (without it 0 right answers turn wrong); the interchange changes no ' +
        "digit, so that the model's answer does not follow it.",
    );
  });

  test('says that other digits fail, too, and that chance does as much', () => {
    const broad = { ...proof.mean, needed: { A3: 29 } };
    expect(verdictText('correlates', { ...proof, mean: broad })).toContain('other digits fail, too (9.35%');
    const common = { ...proof.mean, random_failures: 200 };
    expect(verdictText('correlates', { ...proof, mean: common })).toContain('random directions break nearly as much');
  });
});

test('wrong digits are told from the sign on, whether or not any is wrong', () => {
  expect(wrongDigits(proof.mean, 3)).toEqual([
    { name: 'sign', needed: 0, other: 0 },
    { name: 'A3', needed: 290, other: 0 },
    { name: 'A2', needed: 0, other: 20 },
    { name: 'A1', needed: 0, other: 0 },
    { name: 'A0', needed: 0, other: 0 },
  ]);
});

function effectOf({ failures, wrong, needed, random_failures }: Ablation): AblationEffect {
  const list = (counts: Readonly<Record<string, number>>) => [0, 1, 2, 3].map((n) => counts[`A${n}`] ?? 0);
  return { failures, wrong: list(wrong), needed: list(needed), byClass: {}, randomFailures: random_failures };
}
