import { trueAnswer, type Answer, type Question } from '../../arithmetic/question';
import { taskValues, valueOf, type Variable } from '../variable';
import { answerWith } from './answerWith';

/**
 * The answer digits that need a task in one question: those that change where its value does, see {@link answerWith}.
 * Where it has more than two values, those that change with any other value.
 *
 * @returns indices n of An, high to low; d + 1 stands for the sign
 */
export function neededDigits(question: Question, variable: Variable): number[] {
  const truth = trueAnswer(question);
  const own = valueOf(question, variable);
  const needed = new Set<number>();
  for (const value of taskValues(variable.task)) {
    if (value !== own) changedDigits(truth, answerWith(question, variable, value)).forEach((n) => needed.add(n));
  }
  return [...needed].sort((a, b) => b - a);
}

/** Indices n of the An in which two answers differ, high to low; d + 1 stands for the sign. */
function changedDigits(a: Answer, b: Answer): number[] {
  const changed = Array.from(a.digits).flatMap((digit, n) => (digit === b.digits[n] ? [] : [n]));
  if (a.sign !== b.sign) changed.push(a.digits.length);
  return changed.reverse();
}

/**
 * By how much each answer digit goes up, modulo 10, where a task gets a value: what arithmetic expects of an
 * interchange.
 *
 * @returns d + 1 numbers from 0 to 9, units first; a digit that goes down by one has 9
 */
export function expectedMoves(question: Question, variable: Variable, value: number): number[] {
  const truth = trueAnswer(question);
  const { digits } = answerWith(question, variable, value);
  return Array.from(digits, (digit, n) => (digit - truth.digits[n]! + 10) % 10);
}
