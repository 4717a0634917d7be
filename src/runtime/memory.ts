import { totalmem } from 'node:os';
import type { ResolvedConfig } from '../core/config/saeConfig';
import type { TransformerConfig } from '../core/transformer/transformerConfig';

const BYTES_PER_FLOAT = 4;

/**
 * About how many bytes a training run needs at the same time, from the arrays that grow with the config: parameters,
 * moments and gradients before and after a step, the best weights; and per row of a batch the model's activations,
 * the SAE's and their gradients.
 *
 * @param width of the activations that the SAE reads
 * @param positions how many positions of each question it is trained on
 */
export function memoryNeeded(
  { encoding_dim, batch_size }: Pick<ResolvedConfig, 'encoding_dim' | 'batch_size'>,
  { dModel, dMlp, nHeads, dHead, nCtx }: TransformerConfig,
  width: number,
  positions: number,
): number {
  const parameters = 2 * encoding_dim * width + encoding_dim + width;
  const perToken = 4 * dModel + 4 * nHeads * dHead + dMlp + nHeads * nCtx;
  const perRow = 3 * width + 4 * encoding_dim;
  return BYTES_PER_FLOAT * (8 * parameters + batch_size * (nCtx * perToken + positions * perRow));
}

/** Bytes of memory that this process may use: jobs of a cluster are allowed less than the machine has. */
export function memoryAvailable(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}
