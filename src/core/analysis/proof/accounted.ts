import { neededDigits } from '../arithmetic/neededDigits';
import { isInRows } from '../label';
import { questionClass } from '../../arithmetic/questionClass';
import { taskValues, valueOf } from '../variable';
import { countOnes } from './bits';
import type { Reading } from './claim';
import type { Evidence } from './criteria';
import type { ProofPool } from './pool';

/**
 * The digits of each question that a proved label accounts for: those that need it, and that its ablation has broken in
 * some question. What says one of several values accounts for questions that have this value.
 *
 * @returns bits by question, bit n for An
 */
export function accountedDigits(
  { questions }: ProofPool,
  { label, value }: Reading,
  { mean, zero }: Pick<Evidence, 'mean' | 'zero'>,
): Uint32Array {
  const isBroken = (n: number) => mean.needed[n]! > 0 || zero.needed[n]! > 0;
  const saysAll = value === null || taskValues(label.task).length === 2;
  return Uint32Array.from(questions, (question) => {
    if (!isInRows(questionClass(question), label.rows)) return 0;
    if (!saysAll && valueOf(question, label) !== value) return 0;
    return neededDigits(question, label).reduce((bits, n) => (isBroken(n) ? bits | (1 << n) : bits), 0);
  });
}

/**
 * Of the digits that a node's ablation makes wrong, the share that labels account for together.
 *
 * @param wrong bits by question
 * @param accounted the same for each label
 * @returns null where nothing is wrong
 */
export function explainedShare(wrong: Uint32Array, accounted: readonly Uint32Array[]): number | null {
  let [all, explained] = [0, 0];
  wrong.forEach((bits, question) => {
    const covered = accounted.reduce((union, of) => union | of[question]!, 0);
    all += countOnes(bits);
    explained += countOnes(bits & covered);
  });
  return all === 0 ? null : explained / all;
}
