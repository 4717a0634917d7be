import { chooseWithoutReplacement } from '../../random/choice';
import type { RandomStream } from '../../random/stream';
import { drawOperands, drawsEnrichment, type Operands } from './operands';

/** Operands of a batch of additions: uniform, or in an enriched batch with many columns that hand on a carry. */
export function drawAdditions(stream: RandomStream, batchSize: number, digits: number, enrich: boolean): Operands {
  const operands = drawOperands(stream, batchSize, digits);
  if (enrich && drawsEnrichment(stream)) makeSumsOfNine(stream, operands);
  return operands;
}

/**
 * Makes floor(0.4 · columns) of all the batch's columns, chosen across it without replacement, add up to 9, by changing
 * the same operand in all of them.
 */
export function makeSumsOfNine(stream: RandomStream, { x, y }: Operands): void {
  const columns = chooseWithoutReplacement(stream, Math.floor((2 * x.length) / 5), x.length);
  const [changed, kept] = stream.integer(2) === 0 ? [x, y] : [y, x];
  for (const column of columns) changed[column] = 9 - kept[column]!;
}
