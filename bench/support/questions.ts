import type { Operations } from '../../src/core/arithmetic/operations';
import { digitsPerOperand } from '../../src/core/arithmetic/positions';
import { generatedBatches, readTokens } from '../../src/runtime/batches';
import { WIDE_MODEL } from './randomModel';

/** Tokens of a batch, [questions][positions]. */
export type TokenBatch = readonly (readonly number[])[];

/** Batches of questions for the wide model, the same at every call. */
export function drawBatches(count: number, batchSize: number, operations: Operations): TokenBatch[] {
  const positions = WIDE_MODEL.nCtx;
  const digits = digitsPerOperand(positions, 'the model');
  const batches = generatedBatches(1, count, { digits, batchSize, operations, enrich: true });
  const tokens = readTokens(batches, 1, 0, count, { batchSize, digits, positions });
  const question = (index: number) => [...tokens.subarray(index * positions, (index + 1) * positions)];
  return Array.from({ length: count }, (_, batch) =>
    Array.from({ length: batchSize }, (_, row) => question(batch * batchSize + row)),
  );
}
