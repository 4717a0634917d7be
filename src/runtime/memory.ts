import { totalmem } from 'node:os';
import { ConfigError } from '../core/config/configError';
import type { ParsedConfig } from '../core/config/parseConfig';
import { hookWidth } from '../core/transformer/hooks';
import type { TransformerConfig } from '../core/transformer/transformerConfig';
import type { TrainingInputs } from './trainingInputs';

/** Of a float32. */
export const BYTES_PER_FLOAT = 4;

/** @throws ConfigError where training needs more memory than there is */
export function refuseTooLarge({ document }: ParsedConfig, inputs: TrainingInputs): void {
  const [needed, available] = [memoryNeeded(inputs), memoryAvailable()];
  if (needed <= available) return;
  const { config, model, site } = inputs;
  const gigabytes = (bytes: number) => `${(bytes / 2 ** 30).toFixed(1)} GB`;
  const message =
    `${config.encoding_dim} neurons with ${config.batch_size} questions a batch on activations of width ` +
    `${hookWidth(model.config, site.hook)} need about ${gigabytes(needed)} of memory, and there are ` +
    `${gigabytes(available)}: make one of them smaller`;
  throw new ConfigError(document.file, [document.problemAtValue(['encoding_dim'], message)]);
}

/**
 * About how many bytes a training run needs at the same time, from the arrays that grow with the config: parameters,
 * moments and gradients before and after a step, the best weights; and per row of a batch the model's activations,
 * the SAE's and their gradients.
 */
function memoryNeeded({ config, model, site }: TrainingInputs): number {
  const { encoding_dim, batch_size } = config;
  const { nCtx } = model.config;
  const width = hookWidth(model.config, site.hook);
  const parameters = 2 * encoding_dim * width + encoding_dim + width;
  const perToken = floatsPerToken(model.config);
  const perRow = 3 * width + 4 * encoding_dim;
  return BYTES_PER_FLOAT * (8 * parameters + batch_size * (nCtx * perToken + site.positions.length * perRow));
}

/** About how many bytes one of several SAEs that are trained together needs for itself, and how many all of them once. */
export function memoryTogether({ config, model, site }: TrainingInputs): { own: number; shared: number } {
  const { encoding_dim, batch_size } = config;
  const width = hookWidth(model.config, site.hook);
  const rows = batch_size * site.positions.length;
  const parameters = 2 * encoding_dim * width + encoding_dim + width;
  const tokens = batch_size * model.config.nCtx;
  return {
    // Reconstructions are not made; products of neurons with neurons are.
    own: BYTES_PER_FLOAT * (9 * parameters + 5 * rows * encoding_dim + 4 * encoding_dim ** 2),
    shared: BYTES_PER_FLOAT * (tokens * floatsPerToken(model.config) + 3 * rows * width),
  };
}

/** About how many floats a model's activations are, per token that it reads. */
export function floatsPerToken({ dModel, dMlp, nHeads, dHead, nCtx }: TransformerConfig): number {
  return 4 * dModel + 4 * nHeads * dHead + dMlp + nHeads * nCtx;
}

/** Bytes of memory that this process may use: jobs of a cluster are allowed less than the machine has. */
export function memoryAvailable(): number {
  const allowed = process.constrainedMemory();
  return allowed > 0 ? Math.min(allowed, totalmem()) : totalmem();
}
