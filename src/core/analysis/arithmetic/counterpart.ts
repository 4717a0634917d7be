import type { Question } from '../../arithmetic/question';
import { questionClass } from '../../arithmetic/questionClass';
import type { RandomStream } from '../../random/stream';
import { valueOf, type TaskName, type Variable } from '../variable';

type ColumnTask = Exclude<TaskName, 'OPR' | 'SGN' | 'SLT'>;

/**
 * A question that differs only in the value of one task, as far as arithmetic allows: of the same class, the other
 * columns untouched, and
 *
 * - for SC, MB, NB and GT the column's result modulo 10 kept, except where the column handed on a carry or borrow;
 * - for SV, MV and NV the column untouched that only hands on what comes in: the one below where that started is changed;
 * - for SA, MD and ND what the column does with a carry or borrow kept;
 * - for OPR the same operands, for SGN the operands exchanged.
 *
 * @param stream chooses among the digits that do
 * @returns undefined where there is no such question, such as one with a sum of nine and a result of 3
 */
export function counterpart(
  question: Question,
  variable: Variable,
  value: number,
  stream: RandomStream,
): Question | undefined {
  const own = valueOf(question, variable);
  if (own === undefined || own === value || question.operator === '*') return undefined;
  switch (variable.task) {
    case 'OPR':
      return value > 1 ? undefined : { ...question, operator: value === 0 ? '+' : '-' };
    case 'SGN':
      return question.operator === '+' ? undefined : checked({ ...question, x: question.y, y: question.x });
    case 'SLT':
      return checked(inClass(question, value));
    default: {
      const changed = withColumnTask(question, variable.task, variable.digit!, value, stream);
      return changed && questionClass(changed) === questionClass(question) ? checked(changed) : undefined;
    }
  }

  function checked(changed: Question): Question | undefined {
    return valueOf(changed, variable) === value ? changed : undefined;
  }
}

/** The question with its operation and the order of its operands changed as a class (0 S, 1 M, 2 N) wants them. */
function inClass(question: Question, value: number): Question {
  if (value === 0) return { ...question, operator: '+' };
  const subtraction: Question = { ...question, operator: '-' };
  const isNegative = questionClass(subtraction) === 'N';
  return isNegative === (value === 2) ? subtraction : { ...subtraction, x: question.y, y: question.x };
}

function withColumnTask(
  question: Question,
  task: ColumnTask,
  n: number,
  value: number,
  stream: RandomStream,
): Question | undefined {
  const isAddition = question.operator === '+';
  if (isAddition !== task.startsWith('S')) return undefined;
  const column = task === 'SV' || task === 'MV' || task === 'NV' ? startOf(question, n) : n;
  const amount = amountAt(question, column);
  const wanted = isAddition
    ? wantedSum(amount, task, value)
    : wantedDifference(amount, task, value, questionClass(question) === 'N');
  const choices = wanted.flatMap((total) => pairsOf(total, isAddition));
  if (choices.length === 0) return undefined;
  const pair = choices[stream.integer(choices.length)]!;
  const replace = (digits: Question['x'], digit: number) => Uint8Array.from(digits).with(column, digit);
  return { ...question, x: replace(question.x, pair[0]), y: replace(question.y, pair[1]) };
}

/** The sum, or the difference, of a column's digits. */
function amountAt({ operator, x, y }: Question, n: number): number {
  return operator === '+' ? x[n]! + y[n]! : x[n]! - y[n]!;
}

/** The column from which what comes out of column n has come; column 0 where nothing has started. */
function startOf(question: Question, n: number): number {
  const handsOn = question.operator === '+' ? 9 : 0;
  let column = n;
  while (column > 0 && amountAt(question, column) === handsOn) column--;
  return column;
}

/** Sums of a column with which a task has a value, the best alike. */
function wantedSum(sum: number, task: ColumnTask, value: number): number[] {
  const low = range(0, 8);
  const high = range(10, 18);
  switch (task) {
    case 'SC':
    case 'SV':
      if (value === 1) return sum === 9 ? high : [sum + 10];
      return [sum - 10];
    case 'SS': // a carry of the column would change, too, where its sum is 10 or more
      if (value === 1) return sum < 9 ? [9] : [];
      return [8];
    case 'ST':
      if (value === 9) return [9];
      if (sum === 9) return value === 8 ? low : high;
      return [value === 8 ? sum - 10 : sum + 10];
    case 'SA':
      if (sum === 9 || value === 9) return [];
      return [sum < 9 ? value : value + 10];
    default:
      return [];
  }
}

/** Differences Dn - D'n of a column with which a task has a value, the best alike. */
function wantedDifference(difference: number, task: ColumnTask, value: number, isNegative: boolean): number[] {
  const [below, above] = [range(-9, -1), range(1, 9)];
  const opposite = difference > 0 ? difference - 10 : difference + 10;
  switch (task) {
    case 'MB':
    case 'MV':
      if (difference !== 0) return [opposite];
      return value === 1 ? below : above;
    case 'NB':
    case 'GT':
    case 'NV':
      if (difference !== 0) return [opposite];
      return value === 1 ? above : below;
    case 'MZ':
    case 'NZ': {
      // What neither hands on nor borrows: the larger digit is in the larger operand.
      const plain = isNegative ? -1 : 1;
      if (value === 0) return [plain];
      return Math.sign(difference) === plain ? [0] : [];
    }
    case 'MT':
    case 'NT': {
      const sign = task === 'MT' ? value : -value;
      if (sign === 0) return [0];
      return difference === 0 ? (sign > 0 ? above : below) : [opposite];
    }
    case 'MD':
    case 'ND': {
      const result = task === 'MD' ? value : (10 - value) % 10;
      if (difference === 0 || result === 0) return [];
      return [difference > 0 ? result : result - 10];
    }
    default:
      return [];
  }
}

/** Every pair of digits with a sum or difference. */
function pairsOf(total: number, isSum: boolean): [number, number][] {
  return range(0, 9)
    .map((first): [number, number] => [first, isSum ? total - first : first - total])
    .filter(([, second]) => second >= 0 && second <= 9);
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}
