import { UserError } from '../errors';
import { addDigits, isLess, multiplyDigits, subtractDigits, type Digits } from './digitArithmetic';
import {
  answerPosition,
  contextLength,
  equalsPosition,
  firstOperandPosition,
  operatorPosition,
  secondOperandPosition,
} from './positions';
import { textOf, tokenOf, vocabulary } from './vocabulary';

export type Operator = '+' | '-' | '*';

/** An arithmetic question on two operands of d digits each, units first: x[n] is Dn and y[n] is D'n. */
export interface Question {
  readonly operator: Operator;
  readonly x: Digits;
  readonly y: Digits;
}

/** The answer to a question on d digits: its sign and d + 1 digits, units first: digits[n] is An. */
export interface Answer {
  readonly sign: '+' | '-';
  readonly digits: Digits;
}

/**
 * The true answer. Zero takes the sign `+`.
 *
 * @throws UserError where a product has more than d + 1 digits
 */
export function trueAnswer({ operator, x, y }: Question): Answer {
  switch (operator) {
    case '+':
      return { sign: '+', digits: addDigits(x, y) };
    case '-':
      return isLess(x, y) ? { sign: '-', digits: subtractDigits(y, x) } : { sign: '+', digits: subtractDigits(x, y) };
    case '*':
      return { sign: '+', digits: productThatFits(x, y) };
  }
}

function productThatFits(x: Digits, y: Digits): Digits {
  const product = multiplyDigits(x, y);
  const answerDigits = x.length + 1;
  if (product.subarray(answerDigits).some((digit) => digit !== 0)) {
    throw new UserError(
      `${numberText(x)}*${numberText(y)} has a product of more than the ${answerDigits} digits that an answer to ` +
        `${x.length}-digit questions holds. Use smaller operands.`,
    );
  }
  return product.subarray(0, answerDigits);
}

/** A number as it is written, highest digit first. */
function numberText(digits: Digits): string {
  return Array.from(digits).reverse().join('');
}

/** An answer as it is written: the sign, then d + 1 digits. */
export function answerText({ sign, digits }: Answer): string {
  return sign + numberText(digits);
}

/**
 * Writes the 3d + 4 tokens of a question and its true answer into `out` from `offset` on.
 *
 * @throws UserError where a product has more than d + 1 digits
 */
export function writeQuestion(question: Question, out: Int32Array | Uint8Array, offset = 0): void {
  const { operator, x, y } = question;
  const digits = x.length;
  const answer = trueAnswer(question);
  for (let n = 0; n < digits; n++) {
    out[offset + firstOperandPosition(digits, n)] = x[n]!;
    out[offset + secondOperandPosition(digits, n)] = y[n]!;
  }
  out[offset + operatorPosition(digits)] = tokenOf(operator);
  out[offset + equalsPosition(digits)] = tokenOf('=');
  out[offset + answerPosition(digits, digits + 1)] = tokenOf(answer.sign);
  for (let n = 0; n <= digits; n++) out[offset + answerPosition(digits, n)] = answer.digits[n]!;
}

/** The text of a question and its true answer, such as `133357+182243=+0315600`. */
export function questionText(question: Question): string {
  const tokens = new Uint8Array(contextLength(question.x.length));
  writeQuestion(question, tokens);
  return textOf(tokens);
}

/**
 * The question whose tokens stand in `tokens` from `offset` on.
 *
 * @throws RangeError where there is no operator between the operands
 */
export function readQuestion(tokens: ArrayLike<number>, digits: number, offset = 0): Question {
  const operator = vocabulary[tokens[offset + operatorPosition(digits)]!];
  if (operator !== '+' && operator !== '-' && operator !== '*') {
    throw new RangeError(`There is no operator at token ${offset + operatorPosition(digits)}.`);
  }
  const operand = (position: (digits: number, n: number) => number) =>
    Uint8Array.from({ length: digits }, (_, n) => tokens[offset + position(digits, n)]!);
  return { operator, x: operand(firstOperandPosition), y: operand(secondOperandPosition) };
}
