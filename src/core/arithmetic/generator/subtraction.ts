import type { RandomStream } from '../../random/stream';
import { drawOperands, drawsEnrichment, type Operands } from './operands';

/** Operands of a batch of subtractions: uniform, or in an enriched batch with more borrows, or all equal. */
export function drawSubtractions(stream: RandomStream, batchSize: number, digits: number, enrich: boolean): Operands {
  const operands = drawOperands(stream, batchSize, digits);
  if (enrich && drawsEnrichment(stream)) makeBorrows(stream, operands);
  return operands;
}

/**
 * Increments every digit of the second operands that is below 9; but in 1 of 100 batches makes both operands of all
 * questions equal, so that every answer is 0.
 */
export function makeBorrows(stream: RandomStream, { x, y }: Operands): void {
  if (stream.integer(100) === 0) y.set(x);
  else y.forEach((digit, i) => (y[i] = Math.min(digit + 1, 9)));
}
