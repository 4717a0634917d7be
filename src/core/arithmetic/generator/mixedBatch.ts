import type { RandomStream } from '../../random/stream';
import { operationCounts, type Operations } from '../operations';
import { contextLength } from '../positions';
import { writeQuestion, type Operator } from '../question';
import { drawAdditions } from './addition';
import { drawMultiplications } from './multiplication';
import type { Operands } from './operands';
import { drawSubtractions } from './subtraction';

/** What questions a batch has. */
export interface BatchOptions {
  /** Digits per operand. */
  readonly digits: number;
  /** Questions per batch. */
  readonly batchSize: number;
  /** Percent of the questions of each operation. */
  readonly operations: Operations;
  /** Whether rare cases are made more frequent. */
  readonly enrich: boolean;
}

type OperationName = keyof Operations;
type DrawOperands = (stream: RandomStream, batchSize: number, digits: number, enrich: boolean) => Operands;

/** The operations in the order in which their questions stand in a batch. */
const generators: readonly (readonly [OperationName, Operator, DrawOperands])[] = [
  ['add', '+', drawAdditions],
  ['sub', '-', drawSubtractions],
  ['mul', '*', drawMultiplications],
];

/**
 * Draws a batch of questions as the notebook does: a full batch of each operation, enriched as a whole, of which the
 * first questions are kept, additions before subtractions before multiplications. How many of each, see
 * {@link operationCounts}.
 *
 * The distribution is the notebook's; the numbers are not, since they come from other random generators there.
 *
 * @param out receives tokens [batchSize, 3 · digits + 4] from `offset` on
 * @returns out
 * @throws UserError where the operations' percentages do not add up to 100
 * @throws RangeError where the batch does not fit into `out`
 */
export function generateBatch(
  stream: RandomStream,
  { digits, batchSize, operations, enrich }: BatchOptions,
  out: Int32Array = new Int32Array(batchSize * contextLength(digits)),
  offset = 0,
): Int32Array {
  const rowLength = contextLength(digits);
  if (offset + batchSize * rowLength > out.length) {
    throw new RangeError(`A batch of ${batchSize} questions from ${offset} on is beyond ${out.length} tokens.`);
  }
  const counts = operationCounts(operations, batchSize);
  let position = offset;
  for (const [operation, operator, draw] of generators) {
    if (counts[operation] === 0) continue;
    const { x, y } = draw(stream, batchSize, digits, enrich);
    for (let first = 0; first < counts[operation] * digits; first += digits) {
      const end = first + digits;
      writeQuestion({ operator, x: x.subarray(first, end), y: y.subarray(first, end) }, out, position);
      position += rowLength;
    }
  }
  return out;
}
