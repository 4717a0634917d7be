import { answerPosition, contextLength } from '../arithmetic/positions';
import { readQuestion } from '../arithmetic/question';
import { complexityTag, type ComplexityTag } from '../arithmetic/questionClass';

/** How many questions were answered, and how many of them exactly right: every digit and the sign. */
export interface Accuracy {
  readonly questions: number;
  readonly right: number;
}

/** The complexity tag of a question, or `*` for a multiplication, which has none. */
export type ClassTag = ComplexityTag | '*';

export function classTag(tokens: ArrayLike<number>, digits: number, offset = 0): ClassTag {
  return complexityTag(readQuestion(tokens, digits, offset)) ?? '*';
}

/**
 * The digits of an answer that differ from the true ones, as bits: bit n for An, bit d + 1 for the sign.
 *
 * @param tokens questions with their answers [questions, 3d + 4]
 * @param answers the sign, then Ad … A0 [questions, d + 2]
 */
export function wrongBits(
  tokens: ArrayLike<number>,
  answers: ArrayLike<number>,
  digits: number,
  question: number,
  row = question,
): number {
  const context = contextLength(digits);
  let bits = 0;
  for (let n = 0; n <= digits + 1; n++) {
    const given = answers[row * (digits + 2) + digits + 1 - n];
    if (given !== tokens[question * context + answerPosition(digits, n)]) bits |= 1 << n;
  }
  return bits;
}

/** Exact-answer accuracy, over all questions and per complexity class. */
export class AccuracyTally {
  private readonly classes: Map<ClassTag, Accuracy>;

  /** @param counted what has been counted already */
  constructor(counted: Partial<Record<ClassTag, Accuracy>> = {}) {
    this.classes = new Map(Object.entries(counted) as [ClassTag, Accuracy][]);
  }

  add(tag: ClassTag, isRight: boolean): void {
    const counts = this.classes.get(tag) ?? { questions: 0, right: 0 };
    this.classes.set(tag, { questions: counts.questions + 1, right: counts.right + Number(isRight) });
  }

  get all(): Accuracy {
    const counts = [...this.classes.values()];
    return {
      questions: counts.reduce((sum, { questions }) => sum + questions, 0),
      right: counts.reduce((sum, { right }) => sum + right, 0),
    };
  }

  /** Of the classes that occurred, in the order S0 … S5, M0 … M4+, N1 … N4+. */
  get perClass(): Partial<Record<ClassTag, Accuracy>> {
    const order = ['S', 'M', 'N', '*'];
    const sorted = [...this.classes].sort(
      ([a], [b]) => order.indexOf(a[0]!) - order.indexOf(b[0]!) || a.localeCompare(b),
    );
    return Object.fromEntries(sorted);
  }
}
