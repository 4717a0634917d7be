import { equalsPosition, predictorPosition } from '../../arithmetic/positions';

/** The index n of the An whose prediction a position's logits are, d + 1 for the sign; null where they predict none. */
export function predictedDigit(digits: number, position: number): number | null {
  return position < equalsPosition(digits) || position > predictorPosition(digits, 0)
    ? null
    : predictorPosition(digits, 0) - position;
}

/** The positions that predict Ad … A0, not the sign: those over which relative labels are pooled. */
export function pooledPositions(digits: number): number[] {
  return Array.from({ length: digits + 1 }, (_, i) => predictorPosition(digits, digits - i));
}
