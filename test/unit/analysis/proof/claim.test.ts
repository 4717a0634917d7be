import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { neededDigits } from '../../../../src/core/analysis/arithmetic/neededDigits';
import type { Label } from '../../../../src/core/analysis/label';
import { claimOf, readingsOf } from '../../../../src/core/analysis/proof/claim';
import { chooseProofPool } from '../../../../src/core/analysis/proof/pool';
import { makeProbes } from '../../../../src/core/analysis/probes/probeSet';
import { valueOf } from '../../../../src/core/analysis/variable';
import { answerText, trueAnswer } from '../../../../src/core/arithmetic/question';
import { questionClass } from '../../../../src/core/arithmetic/questionClass';
import { textOf } from '../../../../src/core/arithmetic/vocabulary';
import { randomStream } from '../../../../src/core/random/stream';

const DIGITS = 4;
const probes = makeProbes({ digits: DIGITS, operations: { add: 40, sub: 60, mul: 0 }, seed: 9, count: 1200 });
const pool = chooseProofPool(probes.tokens, DIGITS, probes.heldOut, 60);
const claim = (label: Label, value: number | null = 1) =>
  claimOf(pool, { label, value }, randomStream(1, 'ablations', 1));

describe('the pool of questions for proofs', () => {
  it('has as many of each class, and of each complexity as far as there are any', () => {
    const count = (start: string) => pool.tags.filter((tag) => tag.startsWith(start)).length;
    expect([count('S'), count('M'), count('N')]).toEqual([60, 60, 60]);
    // Four columns hand on at most three times.
    const tags = ['S0', 'S1', 'S2', 'S3', 'S4', 'M0', 'M1', 'M2', 'M3', 'N1', 'N2', 'N3', 'N4'];
    expect(tags.filter((tag) => count(tag) < 10)).toEqual([]);
    expect(pool.questions.map(questionClass).join('')).toBe('S'.repeat(60) + 'M'.repeat(60) + 'N'.repeat(60));
  });
});

describe('what a label claims', () => {
  const expectedText = (expected: Uint8Array, row: number) =>
    textOf(expected.subarray(row * (DIGITS + 2), (row + 1) * (DIGITS + 2)));

  it('of a carry: its counterparts have the other value in an otherwise equal column, and that answer is expected', () => {
    const label: Label = { task: 'SC', digit: 1, relative: null, rows: 'S' };
    const { counterparts, expected, needed } = claim(label);
    pool.questions.forEach((question, row) => {
      const other = counterparts[row];
      if (question.operator !== '+') expect([other, needed[row]]).toEqual([undefined, 0]);
      if (!other) return;
      expect(valueOf(other, label)).toBe(1 - valueOf(question, label)!);
      const sum = question.x[1]! + question.y[1]!;
      // A sum of nine that hands on a carry and one that starts it give the same answer.
      if (sum !== 9) expect(expectedText(expected, row)).toBe(answerText(trueAnswer(other)));
    });
    expect(counterparts.filter(Boolean).length).toBeGreaterThan(50);
  });

  it('of one value of several: only that it can be said, not what is meant by silence', () => {
    const label: Label = { task: 'SA', digit: 2, relative: null, rows: 'S' };
    const { counterparts } = claim(label, 7);
    pool.questions.forEach((question, row) => {
      const other = counterparts[row];
      if (valueOf(question, label) === 7) expect(other).toBeUndefined();
      if (other) expect(valueOf(other, label)).toBe(7);
    });
    expect(counterparts.filter(Boolean).length).toBeGreaterThan(15);
  });

  it('of all values of several: any other one, with the answer that it gives', () => {
    const label: Label = { task: 'MD', digit: 2, relative: null, rows: 'M' };
    const { counterparts, expected } = claim(label, null);
    const values = new Set<number>();
    pool.questions.forEach((question, row) => {
      const other = counterparts[row];
      if (!other) return;
      expect(valueOf(other, label)).not.toBe(valueOf(question, label));
      expect(expectedText(expected, row)).toBe(answerText(trueAnswer(other)));
      values.add(valueOf(other, label)!);
    });
    expect(values.size).toBeGreaterThan(6);
  });

  it('needs digits as bits, only in questions of its rows', () => {
    const label: Label = { task: 'MV', digit: 0, relative: null, rows: 'M' };
    const { needed } = claim(label);
    fc.assert(
      fc.property(fc.nat(pool.questions.length - 1), (row) => {
        const question = pool.questions[row]!;
        const digits = questionClass(question) === 'M' ? neededDigits(question, label) : [];
        expect([...Array(DIGITS + 2).keys()].filter((n) => (needed[row]! >>> n) & 1)).toEqual([...digits].reverse());
      }),
    );
  });

  it('of a sum of nine may also be that it is the result: needed by its own digit, and nine is what it says', () => {
    const label: Label = { task: 'SS', digit: 1, relative: 0, rows: 'S' };
    const [own, result] = readingsOf({ label, value: 1 });
    expect(own).toEqual({ label, value: 1 });
    expect(result).toEqual({ label: { ...label, task: 'SA' }, value: 9 });
    const { counterparts, expected, needed } = claim(result!.label, 9);
    const sum = (question: { x: ArrayLike<number>; y: ArrayLike<number> }) => question.x[1]! + question.y[1]!;
    counterparts.forEach((other, row) => {
      if (!other) return;
      expect(sum(other)).toBe(9);
      expect(needed[row]).toBe(0b10);
      const { digits } = trueAnswer(pool.questions[row]!);
      const carried = (digits[1]! - (sum(pool.questions[row]!) % 10) + 10) % 10;
      expect(expectedText(expected, row).at(-2)).toBe(String((9 + carried) % 10));
    });
    expect(counterparts.filter(Boolean).length).toBeGreaterThan(10);
  });
});
