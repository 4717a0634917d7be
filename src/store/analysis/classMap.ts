import { readQuestion } from '../../core/arithmetic/question';
import { questionClass, type QuestionClass } from '../../core/arithmetic/questionClass';
import type { NeuronMap } from '../../core/run/neuronMap';
import { ownTurn } from '../turns';
import type { SampleFile } from './sampleFile';

/** Activations that are looked at between two turns of the event loop: some ten milliseconds' worth. */
const VALUES_PER_TURN = 2 ** 21;

/**
 * The figures of every neuron at every position over the sampled questions of one class; null where there are none.
 * Others have their turn meanwhile.
 *
 * @param digits per operand
 */
export async function classMap(sample: SampleFile, rows: QuestionClass, digits: number): Promise<NeuronMap | null> {
  const { sizes, figures } = sample;
  const { neurons, positions, questions, context } = sizes;
  const chosen: number[] = [];
  for (let question = 0; question < questions; question++) {
    const own = readQuestion(figures.sampleTokens, digits, question * context);
    if (questionClass(own) === rows) chosen.push(question);
  }
  if (chosen.length === 0) return null;
  const [density, mean, mean_active, max, contribution] = Array.from(
    { length: 5 },
    () => new Float32Array(neurons * positions),
  ) as [Float32Array, Float32Array, Float32Array, Float32Array, Float32Array];
  const cellsPerTurn = Math.max(1, Math.floor(VALUES_PER_TURN / chosen.length));
  const indices = Int32Array.from(chosen);
  for await (const { first, count, values } of sample.neuronChunks()) {
    for (let cell = 0; cell < count * positions; cell++) {
      if (cell % cellsPerTurn === 0) await ownTurn();
      const found = figuresOf(values, cell * questions, indices);
      const at = first * positions + cell;
      density[at] = found.active / indices.length;
      mean[at] = found.sum / indices.length;
      mean_active[at] = found.active === 0 ? NaN : found.sum / found.active;
      max[at] = found.max;
      contribution[at] = (found.sum / indices.length) * figures.decoderNorms[Math.floor(at / positions)]!;
    }
  }
  return { density, mean, mean_active, max, contribution };
}

function figuresOf(values: Float32Array, from: number, indices: Int32Array) {
  let active = 0;
  let sum = 0;
  let max = 0;
  for (const index of indices) {
    const value = values[from + index]!;
    if (!(value > 0)) continue;
    sum += value;
    active++;
    if (value > max) max = value;
  }
  return { active, sum, max };
}
