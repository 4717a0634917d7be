import { makeProbes } from '../../core/analysis/probes/probeSet';
import { contextLength } from '../../core/arithmetic/positions';
import { Encoder } from './encoder';
import type { OpenSubject } from './openSubject';
import { questionBatches } from './questionBatches';
import { saeSizes } from './subject';

const QUESTIONS = 4096;
const BATCH = 128;

/**
 * The mean activation of every neuron at every position of an SAE, over probe questions; [neurons, positions]. An
 * analysis works it out on more of them.
 */
export async function neuronMeans({ subject, operations, seed }: OpenSubject): Promise<Float64Array> {
  const { digits } = subject.model;
  const { neurons } = saeSizes(subject.sae);
  const positions = subject.site.positions.length;
  const probes = makeProbes({ digits, operations, seed, count: QUESTIONS });
  const encoder = await Encoder.create(subject, BATCH, 'cpu');
  const means = new Float64Array(neurons * positions);
  try {
    for (const { tokens, count } of questionBatches(probes.tokens, contextLength(digits), BATCH)) {
      const encoded = await encoder.encode(tokens);
      for (let row = 0; row < count * positions; row++) {
        const place = row % positions;
        for (let neuron = 0; neuron < neurons; neuron++) {
          means[neuron * positions + place]! += encoded.neurons[row * neurons + neuron]! / probes.count;
        }
      }
    }
  } finally {
    await encoder.release();
  }
  return means;
}
