import { UserError } from '../errors';
import { answerText, trueAnswer, type Operator, type Question } from './question';

const questionGrammar = /^(\d+)([+*-])(\d+)(?:=(.*))?$/;

/**
 * Reads a question such as `133357+182243`, or with its answer `133357+182243=+0315600`, which must be the true one
 * with its sign and d + 1 digits. Spaces around it are ignored.
 *
 * @param digits digits per operand, d
 * @throws UserError where the text is not a question of that many digits, or its answer is not the true one
 */
export function parseQuestion(text: string, digits: number): Question {
  const trimmed = text.trim();
  const match = questionGrammar.exec(trimmed);
  if (match === null) throw grammarError(trimmed, digits);
  const [, x = '', operator, y = '', answer] = match;
  if (x.length !== digits || y.length !== digits) {
    throw new UserError(
      `${quoted(trimmed)} has operands of ${x.length} and ${y.length} digits, expected ${digits} each. ` +
        'Fill short ones up with zeros in front.',
    );
  }
  const question: Question = { operator: operator as Operator, x: digitsOf(x), y: digitsOf(y) };
  const expected = answerText(trueAnswer(question));
  if (answer !== undefined && answer !== expected) {
    throw new UserError(
      `${quoted(trimmed)} has the answer ${quoted(answer)}, but the answer is "${expected}". Correct it or leave "=" ` +
        'and the answer out.',
    );
  }
  return question;
}

function digitsOf(number: string): Uint8Array {
  return Uint8Array.from(number, Number).reverse();
}

function grammarError(text: string, digits: number): UserError {
  const problem = /^\d+[/\\]\d+/.test(text) ? 'is a division, which no model does' : 'is not a question';
  return new UserError(`${quoted(text)} ${problem}. ${expectedForm(digits)}`);
}

/** What a question looks like, for messages. */
export function expectedForm(digits: number): string {
  const operand = '1'.repeat(digits);
  return `Expected two numbers of ${digits} digits joined by +, - or *, without spaces, such as ${operand}+${operand}.`;
}

/** The text in quotes, cut where a wrong file would fill the screen. */
function quoted(text: string): string {
  const longest = 80;
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text);
}
