import type { ProbeSet } from '../../core/analysis/probes/probeSet';
import { ActivationMeans, ReconstructionQuality } from '../../core/analysis/quality';
import { NeuronStatistics } from '../../core/analysis/statistics/neuronStatistics';
import { contextLength } from '../../core/arithmetic/positions';
import { ActivationSample } from './activationSample';
import type { Encoder } from './encoder';
import { questionBatches } from './questionBatches';
import { saeSizes, type Subject } from './subject';

/** What neurons do on probe questions, and how well they reconstruct what they read. */
export interface Measured {
  readonly statistics: NeuronStatistics;
  readonly means: ReturnType<ActivationMeans['means']>;
  readonly quality: ReturnType<ReconstructionQuality['result']>;
  readonly sample: ActivationSample;
}

/** @param sampleSize of how many questions to keep the activations */
export async function measureNeurons(
  { site: { positions }, sae }: Subject,
  encoder: Encoder,
  probes: ProbeSet,
  seed: number,
  sampleSize: number,
  proceed: (done: number) => Promise<void>,
): Promise<Measured> {
  const { neurons, width } = saeSizes(sae);
  const batches = [...questionBatches(probes.tokens, contextLength(probes.digits), encoder.batch)];
  const activationMeans = new ActivationMeans(positions.length, width);
  for (const [index, { tokens, count }] of batches.entries()) {
    const { activations } = await encoder.encode(tokens);
    activationMeans.add(activations.subarray(0, count * positions.length * width));
    await proceed(index / (2 * batches.length));
  }
  const means = activationMeans.means();
  const quality = new ReconstructionQuality(means, positions.length, width);
  const statistics = new NeuronStatistics({ positions: positions.length, neurons, seed });
  const sample = new ActivationSample(neurons, positions.length, Math.min(sampleSize, probes.count));
  for (const [index, { tokens, count, first }] of batches.entries()) {
    const encoded = await encoder.encode(tokens);
    const values = count * positions.length * width;
    quality.add(encoded.activations.subarray(0, values), encoded.reconstruction.subarray(0, values));
    const activations = encoded.neurons.subarray(0, count * positions.length * neurons);
    statistics.add(activations, first);
    sample.add(activations, first);
    await proceed(0.5 + index / (2 * batches.length));
  }
  return { statistics, means, quality: quality.result(), sample };
}
