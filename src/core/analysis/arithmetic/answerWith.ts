import type { Digits } from '../../arithmetic/digitArithmetic';
import { trueAnswer, type Answer, type Question } from '../../arithmetic/question';
import { questionClass, type QuestionClass } from '../../arithmetic/questionClass';
import { subtasks } from '../../arithmetic/subtasks';
import type { TaskName, Variable } from '../variable';

/** What a column does with a carry or borrow, or all columns up to it: starts one (1), hands one on (0), ends it (-1). */
type State = -1 | 0 | 1;

/** A question taken apart into what its answer is made of, one entry per column. */
interface Parts {
  readonly questionClass: QuestionClass;
  readonly sign: '+' | '-';
  /** The columns' results modulo 10, before what comes in from below. */
  readonly results: number[];
  readonly states: State[];
  /** A column at which the carry or borrow out of it is given, whatever the columns say. */
  readonly given?: { readonly column: number; readonly state: State };
}

const CLASSES: readonly QuestionClass[] = ['S', 'M', 'N'];

/**
 * The answer that arithmetic gives where one task has another value than it has in the question, all else being equal:
 * with SC of a column 1 instead of 0, a carry goes out of it, and through columns of nine above it. A task that does not
 * enter a question's answer changes nothing in it, such as SC in a subtraction.
 *
 * - Tasks that speak of the same thing change together: of a column whose sum is 9 or more, SC = 0 makes it less than 9;
 *   in a subtraction, no longer Dn < D'n means Dn > D'n; no longer equal digits means that none is borrowed.
 * - A subtraction's sign follows from its columns. Its digits are taken in the class of the true sign, since that is what
 *   a model reads when it predicts them.
 *
 * @param value one of the task's values
 */
export function answerWith(question: Question, { task, digit }: Variable, value: number): Answer {
  if (task === 'OPR') {
    return question.operator === '*' || value > 1
      ? trueAnswer(question)
      : trueAnswer({ ...question, operator: value === 0 ? '+' : '-' });
  }
  const own = questionClass(question);
  if (own === undefined) return trueAnswer(question);
  if (task === 'SLT') return answerOf(partsOf(question, CLASSES[value]!));
  if (task === 'SGN') {
    if (own === 'S') return { ...trueAnswer(question), sign: value === 0 ? '+' : '-' };
    return answerOf(partsOf(question, value === 0 ? 'M' : 'N'));
  }
  const parts = partsOf(question, own);
  return answerOf(resigned(changed(parts, task, digit!, value)));
}

/** The parts of a question's answer as a question of a class that need not be its own. */
function partsOf({ x, y }: Question, as: QuestionClass): Parts {
  const [result, state] = {
    S: [subtasks.SA, carryState],
    M: [subtasks.MD, borrowState],
    N: [subtasks.ND, borrowStateN],
  }[as] as [typeof subtasks.SA, (x: Digits, y: Digits, n: number) => State];
  const perColumn = <T>(valueAt: (x: Digits, y: Digits, n: number) => T) =>
    Array.from({ length: x.length }, (_, n) => valueAt(x, y, n));
  return {
    questionClass: as,
    sign: as === 'N' ? '-' : '+',
    results: perColumn(result.valueAt),
    states: perColumn(state),
  };
}

function carryState(x: Digits, y: Digits, n: number): State {
  return (subtasks.ST.valueAt(x, y, n) - 9) as State;
}

function borrowState(x: Digits, y: Digits, n: number): State {
  return -subtasks.MT.valueAt(x, y, n) as State;
}

function borrowStateN(x: Digits, y: Digits, n: number): State {
  return borrowState(y, x, n);
}

/** The parts with the value of one task of column n replaced. */
function changed(parts: Parts, task: Exclude<TaskName, 'OPR' | 'SGN' | 'SLT'>, n: number, value: number): Parts {
  const isAddition = parts.questionClass === 'S';
  if (isAddition !== task.startsWith('S')) return parts;
  // In class N the results and states are those of D' - D: what is said of D - D' is the opposite there.
  const inOwnClass = isAddition || (task.startsWith('N') || task === 'GT') === (parts.questionClass === 'N');
  const own = parts.states[n]!;
  const withState = (state: State): Parts => ({ ...parts, states: parts.states.with(n, state) });
  switch (task) {
    case 'SA':
    case 'MD':
    case 'ND':
      return { ...parts, results: parts.results.with(n, inOwnClass ? value : (10 - value) % 10) };
    case 'SC':
      return withState(replaced(own, 1, value, -1));
    case 'MB':
    case 'NB':
    case 'GT': // Dn > D'n borrows in D' - D
      return withState(replaced(own, inOwnClass ? 1 : -1, value, inOwnClass ? -1 : 1));
    case 'SS':
    case 'MZ':
    case 'NZ':
      return withState(replaced(own, 0, value, -1));
    case 'ST':
      return withState((value - 9) as State);
    case 'MT':
    case 'NT':
      return withState((inOwnClass ? -value : value) as State);
    case 'SV':
    case 'MV':
    case 'NV': {
      const out = outOf(parts, n);
      const one = inOwnClass ? 1 : -1;
      return { ...parts, given: { column: n, state: replaced(out, one, value, -one as State) } };
    }
  }
}

/** The state where a task that is 1 in state `one` gets a value; taken away, the state becomes `other`. */
function replaced(own: State, one: State, value: number, other: State): State {
  if (value === 1) return one;
  return own === one ? other : own;
}

/** What comes out of column n: 1 a carry or borrow. Below column 0 nothing starts one. */
function outOf({ states, given }: Parts, n: number): State {
  for (let column = n; column >= 0; column--) {
    if (given?.column === column) return given.state;
    if (states[column] !== 0) return states[column]!;
  }
  return 0;
}

/** A subtraction with the sign that its columns give: it is the other one where a borrow comes out of the highest. */
function resigned(parts: Parts): Parts {
  if (parts.questionClass === 'S') return parts;
  const out = outOf(parts, parts.states.length - 1);
  const isNegative = parts.questionClass === 'M' ? out === 1 : out === -1;
  return { ...parts, sign: isNegative ? '-' : '+' };
}

function answerOf(parts: Parts): Answer {
  const { questionClass, sign, results } = parts;
  const step = questionClass === 'S' ? 1 : -1;
  const into = (n: number) => (outOf(parts, n - 1) === 1 ? step : 0);
  const digits = results.map((result, n) => (result + into(n) + 10) % 10);
  return { sign, digits: [...digits, questionClass === 'S' ? into(results.length) : 0] };
}
