import { UserError } from '../errors';

// Digit indices n count from the units: Dn and D'n are the operands' digits, An the answer's, and the answer's sign
// is A(d+1) for d digits per operand. Positions count tokens from 0.

/** Number of tokens of a question with its answer: operands of d digits, operator, `=`, sign and d + 1 digits. */
export function contextLength(digits: number): number {
  return 3 * digits + 4;
}

/**
 * Digits per operand of a model that reads `length` tokens.
 *
 * @param where what has that length, for messages
 * @throws UserError where no number of digits has that context length
 */
export function digitsPerOperand(length: number, where: string): number {
  const digits = (length - 4) / 3;
  if (!Number.isInteger(digits) || digits < 1) {
    throw new UserError(
      `${where}: a context of ${length} tokens does not belong to an arithmetic model: d digits per operand take ` +
        '3d + 4 tokens (19 for 5 digits, 22 for 6). Check that the model file is one.',
    );
  }
  return digits;
}

/** Position of the first operand's digit Dn. */
export function firstOperandPosition(digits: number, n: number): number {
  return digits - 1 - n;
}

/** Position of the operator. */
export function operatorPosition(digits: number): number {
  return digits;
}

/** Position of the second operand's digit D'n. */
export function secondOperandPosition(digits: number, n: number): number {
  return 2 * digits - n;
}

/** Position of `=`. */
export function equalsPosition(digits: number): number {
  return 2 * digits + 1;
}

/** Position of the answer's digit An; of the answer's sign for n = d + 1. */
export function answerPosition(digits: number, n: number): number {
  return 3 * digits + 3 - n;
}

/** Position whose logits predict An, the one before it. */
export function predictorPosition(digits: number, n: number): number {
  return answerPosition(digits, n) - 1;
}

/** Positions whose logits predict the sign, then Ad … A0. */
export function predictingPositions(digits: number): number[] {
  return Array.from({ length: digits + 2 }, (_, i) => predictorPosition(digits, digits + 1 - i));
}

/**
 * The name of every position: D5 … D0, OPR, D'5 … D'0, =, A7 … A0 for 6 digits.
 *
 * @param percAdd percent of questions that are additions. At 100 the sign is always `+` and, as in the literature,
 *   named so rather than A(d+1).
 */
export function positionMeanings(digits: number, percAdd: number): string[] {
  const digitNames = (prefix: string, highest: number) =>
    Array.from({ length: highest + 1 }, (_, i) => `${prefix}${highest - i}`);
  const sign = percAdd === 100 ? '+' : `A${digits + 1}`;
  return [
    ...digitNames('D', digits - 1),
    'OPR',
    ...digitNames("D'", digits - 1),
    '=',
    sign,
    ...digitNames('A', digits),
  ];
}
