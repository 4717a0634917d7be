import { isLess, type Digits } from './digitArithmetic';
import type { Question } from './question';
import { subtasks, type Subtask } from './subtasks';

/** S: addition; M: subtraction with a result of 0 or more; N: subtraction with a result below 0. */
export type QuestionClass = 'S' | 'M' | 'N';

/** The names of the classes in the tags of behaviour files. */
export const majorTags: Readonly<Record<QuestionClass, string>> = { S: 'Math.Add', M: 'Math.Sub', N: 'Math.Neg' };

/** The complexity tags of each class, ascending. */
export const complexityTags = {
  S: ['S0', 'S1', 'S2', 'S3', 'S4', 'S5'],
  M: ['M0', 'M1', 'M2', 'M3', 'M4+'],
  N: ['N1', 'N2', 'N3', 'N4+'],
} as const;

export type ComplexityTag = (typeof complexityTags)[QuestionClass][number];

/** The class of a question; undefined for a multiplication, which has none. */
export function questionClass({ operator, x, y }: Question): QuestionClass | undefined {
  if (operator === '*') return undefined;
  if (operator === '+') return 'S';
  return isLess(x, y) ? 'N' : 'M';
}

/**
 * How far a carry or borrow cascades: S0 and M0 have none, S1, M1 and N1 one that stops at the next column, and each
 * further tag one column more, the last tag of a class standing for all beyond. Undefined for a multiplication.
 */
export function complexityTag(question: Question): ComplexityTag | undefined {
  const { x, y } = question;
  switch (questionClass(question)) {
    case 'S':
      return lastUpTo(complexityTags.S, longestCascade(x, y, subtasks.SC, subtasks.SS, x.length));
    case 'M':
      return lastUpTo(complexityTags.M, longestCascade(x, y, subtasks.MB, subtasks.MZ, x.length));
    case 'N': {
      // A negative result has a borrow at least, and columns of leading zeros in both operands do not count as equal.
      const cascade = longestCascade(x, y, subtasks.MB, subtasks.MZ, writtenColumns(x, y));
      return lastUpTo(complexityTags.N, cascade - 1);
    }
    case undefined:
      return undefined;
  }
}

/**
 * The most columns that one carry or borrow concerns: the column that starts it, and those immediately above that hand
 * it on. 0 where no column starts one.
 */
function longestCascade(x: Digits, y: Digits, starts: Subtask, handsOn: Subtask, columns: number): number {
  let longest = 0;
  let current = 0;
  for (let n = 0; n < columns; n++) {
    if (starts.valueAt(x, y, n) === 1) current = 1;
    else if (current > 0 && handsOn.valueAt(x, y, n) === 1) current++;
    else current = 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** Number of columns up to the highest in which either operand has a digit other than 0. */
function writtenColumns(x: Digits, y: Digits): number {
  let columns = x.length;
  while (columns > 0 && x[columns - 1] === 0 && y[columns - 1] === 0) columns--;
  return columns;
}

function lastUpTo<T>(tags: readonly T[], index: number): T {
  return tags[Math.min(index, tags.length - 1)]!;
}
