import type { RandomStream } from '../../random/stream';
import { drawOperands, type Operands } from './operands';

/**
 * Operands of a batch of multiplications: the lower digits uniform, the highest floor(digits / 2) of both operands 0, so
 * that the product has no more than digits + 1 digits. Multiplication is never enriched.
 */
export function drawMultiplications(stream: RandomStream, batchSize: number, digits: number): Operands {
  const { x, y } = drawOperands(stream, batchSize, digits);
  const lowDigits = digits - Math.floor(digits / 2);
  const keepLow = (digit: number, i: number) => (i % digits < lowDigits ? digit : 0);
  return { x: x.map(keepLow), y: y.map(keepLow), digits };
}
