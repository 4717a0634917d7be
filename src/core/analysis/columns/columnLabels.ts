import type { QuestionClass } from '../../arithmetic/questionClass';
import type { Label } from '../label';
import type { Reading } from '../proof/claim';
import { breaksNeeded, CRITERIA, movesAsArithmetic, type AblationEffect, type Evidence } from '../proof/criteria';
import type { TaskName } from '../variable';

/** What a column does, in the questions of each class: hand on a carry or borrow, or give a digit of the answer. */
const TASKS: Readonly<Record<QuestionClass, readonly TaskName[]>> = {
  S: ['SC', 'SS', 'ST', 'SA'],
  M: ['MB', 'MZ', 'MT', 'MD'],
  N: ['NB', 'NZ', 'NT', 'ND'],
};

/** What neurons have to tell apart that tell all three cases of a column. */
const CASES: Partial<Record<TaskName, readonly TaskName[]>> = {
  ST: ['SC', 'SS'],
  MT: ['MB', 'MZ'],
  NT: ['NB', 'NZ'],
};

/** A label of neurons that follow from one column together, and the evidence for it. */
export interface ColumnEvidence {
  readonly reading: Reading;
  readonly evidence: Evidence;
}

/**
 * What neurons that follow from a column may stand for together: any of its tasks, whatever its value.
 *
 * @param predicted the digit that the position predicts, the sign counting as A(d+1); null where it predicts none
 */
export function columnReadings(digit: number, predicted: number | null): Reading[] {
  const relative = predicted === null ? null : digit - predicted;
  return (['S', 'M', 'N'] as const).flatMap((rows) =>
    TASKS[rows].map((task) => ({ label: { task, digit, relative, rows } satisfies Label, value: null })),
  );
}

/**
 * Of all readings of a column's neurons, those that are proved. One on each class of questions may be: of those whose
 * interchange moves digits as the arithmetic says, and of whose questions enough break, the one that needs most of the
 * digits that the neurons break. What the neurons break has to be needed by these together, since their questions are not
 * the same.
 */
export function provedReadings(found: readonly ColumnEvidence[]): ColumnEvidence[] {
  const moving = found.filter(({ evidence }) => movesAsArithmetic(evidence.interchange));
  const moves = (task: TaskName) => moving.some(({ reading }) => reading.label.task === task);
  const isChoosable = ({ reading: { label }, evidence: { mean, zero } }: ColumnEvidence) =>
    (CASES[label.task] ?? []).every(moves) &&
    Math.max(failuresIn(mean, label), failuresIn(zero, label)) >= CRITERIA.failures;
  const chosen = (['S', 'M', 'N'] as const).flatMap((rows) =>
    moving
      .filter((each) => each.reading.label.rows === rows && isChoosable(each))
      .sort((a, b) => neededBy(b) - neededBy(a))
      .slice(0, 1),
  );
  const withTogether = (kind: 'mean' | 'zero', own: AblationEffect): AblationEffect => ({
    ...own,
    neededTogether: own.needed.map((_, n) => chosen.reduce((sum, { evidence }) => sum + evidence[kind].needed[n]!, 0)),
  });
  return chosen
    .map(({ reading, evidence: { mean, zero, interchange } }) => ({
      reading,
      evidence: { mean: withTogether('mean', mean), zero: withTogether('zero', zero), interchange },
    }))
    .filter(({ reading: { label }, evidence: { mean, zero } }) =>
      [mean, zero].some((effect) => breaksNeeded(effect) && failuresIn(effect, label) >= CRITERIA.failures),
    );
}

/** Digits that the ablations break and that need the label. */
function neededBy({ evidence: { mean, zero } }: ColumnEvidence): number {
  return [...mean.needed, ...zero.needed].reduce((sum, count) => sum + count, 0);
}

/** Failures on the questions of a label's class: their tags begin with its letter. */
function failuresIn({ byClass }: AblationEffect, { rows }: Label): number {
  const own = Object.entries(byClass).filter(([tag]) => tag.startsWith(rows));
  return own.reduce((sum, [, count]) => sum + count, 0);
}
