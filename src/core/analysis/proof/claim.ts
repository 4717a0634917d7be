import { answerPosition } from '../../arithmetic/positions';
import { type Answer, type Question } from '../../arithmetic/question';
import { questionClass } from '../../arithmetic/questionClass';
import { tokenOf } from '../../arithmetic/vocabulary';
import { permutation } from '../../random/choice';
import type { RandomStream } from '../../random/stream';
import { answerWith } from '../arithmetic/answerWith';
import { counterpart } from '../arithmetic/counterpart';
import { neededDigits } from '../arithmetic/neededDigits';
import { isInRows, type Label } from '../label';
import { taskValues, valueOf, type TaskName } from '../variable';
import type { ProofPool } from './pool';

/** What a label says of every question of a pool, before anything is ablated. */
export interface Claim {
  /** The answer digits that need the label, as bits; none in questions that are not of its rows. */
  readonly needed: Uint32Array;
  /** Questions that differ only in the label; undefined where there is none. */
  readonly counterparts: readonly (Question | undefined)[];
  /** The answers that the arithmetic gives with the counterparts' values: the sign, then Ad … A0; [questions, d + 2]. */
  readonly expected: Uint8Array;
}

/**
 * What a label may mean: a task, and of one with several values the one that is told from all others, else 1; null where
 * all values are told apart.
 */
export interface Reading {
  readonly label: Label;
  readonly value: number | null;
}

/** A column that hands on a carry or borrow is the one with this result: the same questions, but other digits need it. */
const RESULT_WHERE_HANDED_ON: Partial<Record<TaskName, { readonly task: TaskName; readonly value: number }>> = {
  SS: { task: 'SA', value: 9 },
  MZ: { task: 'MD', value: 0 },
  NZ: { task: 'ND', value: 0 },
};

/**
 * What a label may mean. No question can tell a sum of nine that is handed on (SS) from a result of nine (SA = 9), but
 * an ablation can: the first is needed by the digits above, the second by the column's own.
 */
export function readingsOf(reading: Reading): Reading[] {
  const result = RESULT_WHERE_HANDED_ON[reading.label.task];
  return result ? [reading, { label: { ...reading.label, task: result.task }, value: result.value }] : [reading];
}

/**
 * What a reading of a label says of every question of a pool.
 *
 * @param most how many questions get a counterpart, the first that can have one
 */
export function claimOf(pool: ProofPool, reading: Reading, stream: RandomStream, most = Infinity): Claim {
  const { questions, digits } = pool;
  const { label } = reading;
  const needed = new Uint32Array(questions.length);
  const expected = new Uint8Array(questions.length * (digits + 2));
  let found = 0;
  const counterparts = questions.map((question, row) => {
    if (!isInRows(questionClass(question), label.rows)) return undefined;
    needed[row] = neededDigits(question, label).reduce((bits, n) => bits | (1 << n), 0);
    if (found === most) return undefined;
    for (const value of otherValues(question, reading, stream)) {
      const other = counterpartWith(question, label, value, stream);
      if (!other) continue;
      found++;
      writeAnswer(answerWith(question, label, value), expected, row * (digits + 2));
      return other;
    }
    return undefined;
  });
  return { needed, counterparts, expected };
}

/**
 * The values that an interchange may give, the first one possible. Neurons that tell one of several values from all
 * others can be made to say that one; where it is the question's own, silencing them says none.
 */
function otherValues(question: Question, { label, value }: Reading, stream: RandomStream): number[] {
  const own = valueOf(question, label);
  if (own === undefined) return [];
  const values = taskValues(label.task);
  if (values.length === 2) return [own === 0 ? 1 : 0];
  const wanted = value === null ? [...permutation(stream, values.length)].map((i) => values[i]!) : [value];
  return wanted.filter((other) => other !== own);
}

function counterpartWith(question: Question, label: Label, value: number, stream: RandomStream): Question | undefined {
  const handedOn = (Object.keys(RESULT_WHERE_HANDED_ON) as TaskName[]).find((task) => {
    const result = RESULT_WHERE_HANDED_ON[task]!;
    return result.task === label.task && result.value === value;
  });
  return handedOn === undefined
    ? counterpart(question, label, value, stream)
    : counterpart(question, { ...label, task: handedOn }, 1, stream);
}

function writeAnswer({ sign, digits }: Answer, out: Uint8Array, offset: number): void {
  const d = digits.length - 1;
  const first = answerPosition(d, d + 1);
  out[offset] = tokenOf(sign);
  for (let n = 0; n <= d; n++) out[offset + answerPosition(d, n) - first] = digits[n]!;
}
