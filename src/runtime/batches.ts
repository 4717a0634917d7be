import { generateBatch } from '../core/arithmetic/generator/mixedBatch';
import type { Operations } from '../core/arithmetic/operations';
import { contextLength } from '../core/arithmetic/positions';
import { randomStream } from '../core/random/stream';

/** The questions that training sees: any batch of any epoch, whenever it is asked for. */
export interface Batches {
  /** Batches in an epoch. */
  readonly perEpoch: number;
  /**
   * Writes the tokens of a batch, [batch size, 3 · digits + 4], to the start of `out`.
   *
   * @param epoch from 1
   * @param index from 0 within the epoch
   */
  read(epoch: number, index: number, out: Int32Array): void;
}

/** Batches of generated questions, new in every epoch; each follows from the seed and its number alone. */
export function generatedBatches(
  seed: number,
  perEpoch: number,
  options: { digits: number; batchSize: number; operations: Operations; enrich: boolean },
): Batches {
  return {
    perEpoch,
    read: (epoch, index, out) => {
      generateBatch(randomStream(seed, 'data', (epoch - 1) * perEpoch + index), options, out);
    },
  };
}

/** Batches of the questions of a file in their order, the same in every epoch; the rest of the last batch is unused. */
export function fileBatches(tokens: Uint8Array, digits: number, batchSize: number): Batches {
  const size = batchSize * contextLength(digits);
  return {
    perEpoch: Math.floor(tokens.length / size),
    read: (_, index, out) => out.set(tokens.subarray(index * size, (index + 1) * size)),
  };
}

/** Reads consecutive batches of an epoch, of each question the first `positions` tokens; [batches · batch size, positions]. */
export function readTokens(
  batches: Batches,
  epoch: number,
  first: number,
  count: number,
  { batchSize, digits, positions }: { batchSize: number; digits: number; positions: number },
): Int32Array {
  const length = contextLength(digits);
  const batch = new Int32Array(batchSize * length);
  const tokens = new Int32Array(count * batchSize * positions);
  for (let i = 0; i < count; i++) {
    batches.read(epoch, first + i, batch);
    for (let row = 0; row < batchSize; row++) {
      const start = row * length;
      tokens.set(batch.subarray(start, start + positions), (i * batchSize + row) * positions);
    }
  }
  return tokens;
}
