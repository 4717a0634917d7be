import type { QuestionClass } from '../arithmetic/questionClass';
import type { TaskName, Variable } from './variable';

/** Questions on which a label is meant: those of one class, both classes of subtractions, or all. */
export const ROWS = ['S', 'M', 'N', 'sub', 'all'] as const;
export type Rows = (typeof ROWS)[number];

/** What a neuron is said to tell at a position. */
export interface Label extends Variable {
  /** The column less the digit that the position predicts, the sign counting as A(d+1); null where it predicts none. */
  readonly relative: number | null;
  readonly rows: Rows;
}

/** Of labels that cannot be told apart the first is named: simple conditions before what contains them. */
const PREFERENCE: readonly (readonly TaskName[])[] = [
  ['SC', 'MB', 'NB'],
  ['SS', 'MZ', 'NZ'],
  ['SV', 'MV', 'NV'],
  ['ST', 'MT', 'NT'],
  ['SA', 'MD', 'ND'],
  ['GT'],
  ['OPR'],
  ['SGN'],
  ['SLT'],
];
const ORDER = PREFERENCE.flat();

/** Negative where label a is named rather than b, if the two cannot be told apart. */
export function comparePreference(a: Label, b: Label): number {
  return ORDER.indexOf(a.task) - ORDER.indexOf(b.task) || (b.digit ?? 0) - (a.digit ?? 0);
}

/** What a label is named by; a file may name tasks that this version does not know. */
interface LabelName extends Pick<Label, 'digit' | 'relative'> {
  readonly task: string;
}

/** `A2.SC`, `SC δ-1` where it is of no one digit, `OPR`. */
export function labelText({ task, digit, relative }: LabelName): string {
  if (digit !== null) return `A${digit}.${task}`;
  if (relative === null) return task;
  return `${task} δ${relative > 0 ? '+' : ''}${relative}`;
}

/** Whether questions of a class are among the rows; a multiplication has no class. */
export function isInRows(of: QuestionClass | undefined, rows: Rows): boolean {
  return rows === 'all' || rows === of || (rows === 'sub' && (of === 'M' || of === 'N'));
}

/** Whether no question is among both rows. */
export function areDisjoint(a: Rows, b: Rows): boolean {
  return (['S', 'M', 'N', undefined] as const).every((of) => !isInRows(of, a) || !isInRows(of, b));
}
