import type { Digits } from './digitArithmetic';

/**
 * A quantity of one column of a question: of its digits Dn = x[n] and D'n = y[n] and, for what cascades, of those below.
 * Booleans are 0 and 1.
 */
export interface Subtask {
  /** Every value it takes. */
  readonly values: readonly number[];
  readonly valueAt: (x: Digits, y: Digits, n: number) => number;
}

const digitValues = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;
const booleanValues = [0, 1] as const;
const signValues = [-1, 0, 1] as const;

/** The quantity of D' - D where this one is of D - D'. */
function swapped({ values, valueAt }: Subtask): Subtask {
  return { values, valueAt: (x, y, n) => valueAt(y, x, n) };
}

const SA: Subtask = { values: digitValues, valueAt: (x, y, n) => columnSum(x, y, n) % 10 };
const SC: Subtask = { values: booleanValues, valueAt: (x, y, n) => Number(columnSum(x, y, n) >= 10) };
const SS: Subtask = { values: booleanValues, valueAt: (x, y, n) => Number(columnSum(x, y, n) === 9) };
const ST: Subtask = { values: [8, 9, 10], valueAt: (x, y, n) => Math.min(Math.max(columnSum(x, y, n), 8), 10) };
const SV: Subtask = { values: booleanValues, valueAt: carryOut };

const MD: Subtask = { values: digitValues, valueAt: (x, y, n) => (x[n]! - y[n]! + 10) % 10 };
const MB: Subtask = { values: booleanValues, valueAt: (x, y, n) => Number(x[n]! < y[n]!) };
const MZ: Subtask = { values: booleanValues, valueAt: (x, y, n) => Number(x[n] === y[n]) };
const MT: Subtask = { values: signValues, valueAt: (x, y, n) => Math.sign(x[n]! - y[n]!) };
const MV: Subtask = { values: booleanValues, valueAt: borrowOut };
const GT: Subtask = { values: booleanValues, valueAt: (x, y, n) => Number(x[n]! > y[n]!) };

function columnSum(x: Digits, y: Digits, n: number): number {
  return x[n]! + y[n]!;
}

function carryOut(x: Digits, y: Digits, n: number): number {
  let column = n;
  while (column >= 0 && columnSum(x, y, column) === 9) column--;
  return column >= 0 ? SC.valueAt(x, y, column) : 0;
}

function borrowOut(x: Digits, y: Digits, n: number): number {
  let column = n;
  while (column >= 0 && x[column] === y[column]) column--;
  return column >= 0 ? MB.valueAt(x, y, column) : 0;
}

/**
 * The sub-tasks into which the literature (Quirke et al., "Understanding addition and subtraction in transformers")
 * takes apart addition (S), subtraction with a result of 0 or more (M) and with one below 0 (N, where the answer's
 * digits are those of D' - D), by name. See `docs/domain.md`.
 *
 * | | | |
 * |-|-|-|
 * | SA | MD, ND | the column's result modulo 10, before what comes in from below |
 * | SC | MB, NB | whether the column by itself carries or borrows |
 * | SS | MZ, NZ | whether it hands on what comes in from below: a sum of 9, or equal digits |
 * | ST | MT, NT | all three cases: sum up to 8, 9, from 10 as 8, 9, 10; the difference's sign |
 * | SV | MV, NV | the true carry or borrow out of the column, cascades included; 0 for n = -1 |
 * | | GT | whether Dn > D'n |
 */
export const subtasks = {
  SA,
  SC,
  SS,
  ST,
  SV,
  MD,
  MB,
  MZ,
  MT,
  MV,
  ND: swapped(MD),
  NB: swapped(MB),
  NZ: swapped(MZ),
  NT: swapped(MT),
  NV: swapped(MV),
  GT,
} as const;

export type SubtaskName = keyof typeof subtasks;
