import { operatorPosition, secondOperandPosition, equalsPosition } from '../../arithmetic/positions';
import { questionClass } from '../../arithmetic/questionClass';
import type { Rows } from '../label';
import { probeQuestion, type ProbeSet } from '../probes/probeSet';
import { taskValues, valueOf, type TaskName } from '../variable';

/** A task's value in every probe question, wherever in the question one looks. */
export interface TaskColumn {
  readonly task: TaskName;
  readonly digit: number | null;
  readonly rows: Rows;
  /** The first token position at which it can be known. */
  readonly knownFrom: number;
  readonly values: readonly number[];
  /** Per question an index of `values`, or OUTSIDE where the question is not among the rows. */
  readonly codes: Uint8Array;
}

/** The code of a row on which a column says nothing. */
export const OUTSIDE = 255;

/**
 * Which tasks are asked for on which rows: those of a class on its questions; what is a function of a column's digits
 * also on questions of other classes.
 */
const ADDITION = ['SC', 'SS', 'ST', 'SA'] as const;
const SUBTRACTION = ['MB', 'MZ', 'MT', 'MD'] as const;
const NEGATIVE = ['NB', 'NZ', 'NT', 'ND'] as const;
const COLUMN_TASKS: Readonly<Record<Rows, readonly TaskName[]>> = {
  S: [...ADDITION, 'SV'],
  M: [...SUBTRACTION, 'MV', 'GT'],
  N: [...NEGATIVE, 'NV', 'GT'],
  sub: [...SUBTRACTION, 'MV', ...NEGATIVE, 'NV', 'GT'],
  all: [...ADDITION, ...SUBTRACTION, ...NEGATIVE, 'GT'],
};
const WHOLE_QUESTION_TASKS: Readonly<Record<Rows, readonly TaskName[]>> = {
  S: [],
  M: [],
  N: [],
  sub: ['SGN'],
  all: ['OPR', 'SGN', 'SLT'],
};

/** Every sub-task of every column, and those of the whole question, on all rows on which they are asked for. */
export function taskColumns(probes: ProbeSet): TaskColumn[] {
  const { digits, count } = probes;
  const questions = Array.from({ length: count }, (_, i) => probeQuestion(probes, i));
  const classes = questions.map(questionClass);
  const columns: TaskColumn[] = [];
  for (const [rows, members] of distinctRows(classes)) {
    const add = (task: TaskName, digit: number | null, knownFrom: number) => {
      const values = taskValues(task);
      const codes = new Uint8Array(count).fill(OUTSIDE);
      for (let i = 0; i < count; i++) {
        const value = members[i] === 1 ? valueOf(questions[i]!, { task, digit }) : undefined;
        if (value !== undefined) codes[i] = values.indexOf(value);
      }
      columns.push({ task, digit, rows, knownFrom, values, codes });
    };
    for (let n = digits - 1; n >= 0; n--) {
      for (const task of COLUMN_TASKS[rows]) add(task, n, knownFrom(task, n, digits));
    }
    for (const task of WHOLE_QUESTION_TASKS[rows]) add(task, null, knownFrom(task, null, digits));
  }
  return columns;
}

/** A column's digits are both seen at the second; what cascades can come from the units; the class is that of the answer. */
function knownFrom(task: TaskName, digit: number | null, digits: number): number {
  if (task === 'OPR') return operatorPosition(digits);
  if (digit === null) return equalsPosition(digits);
  return secondOperandPosition(digits, task.endsWith('V') ? 0 : digit);
}

/** The row sets that have questions, and are not the same as a narrower one, with 1 for each question among them. */
function distinctRows(classes: readonly (string | undefined)[]): [Rows, Uint8Array][] {
  const isAmong: Readonly<Record<Rows, (of: string | undefined) => boolean>> = {
    S: (of) => of === 'S',
    M: (of) => of === 'M',
    N: (of) => of === 'N',
    sub: (of) => of === 'M' || of === 'N',
    all: () => classes.some((of) => of !== undefined),
  };
  const found: [Rows, Uint8Array][] = [];
  const sizes = new Set([0]);
  for (const [rows, among] of Object.entries(isAmong) as [Rows, (of: string | undefined) => boolean][]) {
    const members = Uint8Array.from(classes, (of) => Number(among(of)));
    const size = members.reduce((sum, member) => sum + member, 0);
    // Each contains the narrower ones that come before it, so that an equal size means the same rows.
    if (sizes.has(size) && found.some(([, narrower]) => narrower.every((member, i) => member === members[i]))) continue;
    if (size === 0) continue;
    sizes.add(size);
    found.push([rows, members]);
  }
  return found;
}
