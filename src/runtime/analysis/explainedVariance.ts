import { ActivationMeans, ReconstructionQuality } from '../../core/analysis/quality';
import { contextLength } from '../../core/arithmetic/positions';
import type { Encoder } from './encoder';
import { questionBatches } from './questionBatches';
import { saeSizes, type Subject } from './subject';

/**
 * The explained variance of an SAE, as `measureNeurons` finds it, without what its neurons do.
 *
 * @param tokens questions with their answers [questions, 3d + 4]
 * @returns null where the activations do not vary
 */
export async function explainedVariance(
  { model, site: { positions }, sae }: Subject,
  encoder: Encoder,
  tokens: Int32Array,
): Promise<number | null> {
  const { width } = saeSizes(sae);
  const batches = [...questionBatches(tokens, contextLength(model.digits), encoder.batch)];
  const means = new ActivationMeans(positions.length, width);
  for (const batch of batches) {
    const { activations } = await encoder.encode(batch.tokens);
    means.add(activations.subarray(0, batch.count * positions.length * width));
  }
  const quality = new ReconstructionQuality(means.means(), positions.length, width);
  for (const batch of batches) {
    const { activations, reconstruction } = await encoder.encode(batch.tokens);
    const values = batch.count * positions.length * width;
    quality.add(activations.subarray(0, values), reconstruction.subarray(0, values));
  }
  return quality.result().explained_variance;
}
