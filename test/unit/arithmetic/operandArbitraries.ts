import fc from 'fast-check';
import type { Digits } from '../../../src/core/arithmetic/digitArithmetic';

/** Two operands of the same number of digits, units first. */
export interface OperandPair {
  readonly x: number[];
  readonly y: number[];
}

const digit = fc.integer({ min: 0, max: 9 });
/** A column of both operands; sums of nine and equal digits are frequent, so that carries and borrows cascade. */
const column = fc.oneof(
  fc.tuple(digit, digit),
  digit.map((x): [number, number] => [x, 9 - x]),
  digit.map((x): [number, number] => [x, x]),
  fc.constant<[number, number]>([0, 0]),
);

/** Operands of 1 to 20 digits. */
export const operandPair: fc.Arbitrary<OperandPair> = fc
  .array(column, { minLength: 1, maxLength: 20, size: 'max' })
  .map((columns) => ({ x: columns.map(([x]) => x), y: columns.map(([, y]) => y) }));

/** The number that digits, units first, stand for. */
export function bigOf(digits: Digits): bigint {
  return BigInt(Array.from(digits).reverse().join(''));
}

/** The digits of a number, units first, filled up with zeros to a length. */
export function digitsOfBig(value: bigint, length: number): number[] {
  return Array.from(value.toString().padStart(length, '0'), Number).reverse();
}
