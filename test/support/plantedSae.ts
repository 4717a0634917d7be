import type { Label } from '../../src/core/analysis/label';
import { isInRows } from '../../src/core/analysis/label';
import { predictedDigit } from '../../src/core/analysis/truth/predictedDigit';
import { valueOf } from '../../src/core/analysis/variable';
import { generateBatch } from '../../src/core/arithmetic/generator/mixedBatch';
import { contextLength } from '../../src/core/arithmetic/positions';
import { readQuestion } from '../../src/core/arithmetic/question';
import { questionClass } from '../../src/core/arithmetic/questionClass';
import type { KlSae } from '../../src/core/formats/sae/saeWeights';
import { randomStream } from '../../src/core/random/stream';
import { hookWidth } from '../../src/core/transformer/hooks';
import { Encoder } from '../../src/runtime/analysis/encoder';
import type { Subject } from '../../src/runtime/analysis/subject';
import { values } from './finiteDifferences';

/** A neuron that says whether a label holds at a position, or at several. */
export interface Planted {
  readonly position: number | readonly number[];
  /** At several positions of no digit, which is then the predicted one and `relative` to it. */
  readonly label: Label;
  /** Whether its decoder writes what the label changes in the activations, or nothing at all. */
  readonly isUsed: boolean;
}

const QUESTIONS = 4096;
const BATCH = 256;
const RIDGE = 0.1;

/**
 * An SAE some of whose neurons are known functions of the digits, by ridge regression on the model's own activations:
 * about 1 where a label holds, 0 elsewhere. Their decoder rows are the mean change of the activations with the label.
 * They are followed by neurons of random weights.
 *
 * @param positions of the SAE, ascending, the planted ones among them
 */
export async function plantedSae(
  place: Omit<Subject, 'sae' | 'site'>,
  positions: readonly number[],
  planted: readonly Planted[],
  randomNeurons: number,
): Promise<Subject> {
  const { model } = place;
  const site = { layer: 0, hook: 'mlp.hook_post', positions };
  const width = hookWidth(model.config, site.hook);
  const { activations, questions } = await activationsOf({ ...place, site, sae: emptySae(width) });
  const neurons = planted.length + randomNeurons;
  const sae = emptySae(width, neurons);
  for (const [neuron, { position, label, isUsed }] of planted.entries()) {
    const places = [position].flat();
    // At several positions each question is looked at at one of them.
    const placeOf = (i: number) => places[i % places.length]!;
    const rows = questions.map((_, i) => {
      const from = (i * positions.length + positions.indexOf(placeOf(i))) * width;
      return activations.subarray(from, from + width);
    });
    const isAmong = questions.map((question) => isInRows(questionClass(question), label.rows));
    const holds = questions.map((question, i) => {
      const digit = label.digit ?? predictedDigit(model.digits, placeOf(i))! + (label.relative ?? 0);
      const isColumn = digit >= 0 && digit < model.digits;
      return isAmong[i]! && isColumn && valueOf(question, { task: label.task, digit }) === 1;
    });
    const weights = ridge(rows, holds.map(Number));
    // A quarter of the way up is off.
    for (let i = 0; i < width; i++) sae.W_enc.data[i * neurons + neuron] = (weights[i]! * 4) / 3;
    sae.b_enc.data[neuron] = ((weights[width]! - 0.25) * 4) / 3;
    if (!isUsed) continue;
    const [on, off] = [rows.filter((_, i) => holds[i]), rows.filter((_, i) => isAmong[i] && !holds[i])].map(meanOf);
    for (let i = 0; i < width; i++) sae.W_dec.data[neuron * width + i] = on![i]! - off![i]!;
  }
  for (let neuron = planted.length; neuron < neurons; neuron++) {
    const [encoder, decoder] = [1, 2].map((seed) => values([width], -0.1, 0.1, 10 * neuron + seed).data);
    for (let i = 0; i < width; i++) {
      sae.W_enc.data[i * neurons + neuron] = encoder![i]!;
      sae.W_dec.data[neuron * width + i] = decoder![i]!;
    }
  }
  return { ...place, site, sae };
}

async function activationsOf(subject: Subject) {
  const { digits, operations } = subject.model;
  const context = contextLength(digits);
  const encoder = await Encoder.create(subject, BATCH, 'cpu');
  const parts: Float32Array[] = [];
  const tokens = new Int32Array(QUESTIONS * context);
  for (let first = 0; first < QUESTIONS; first += BATCH) {
    const options = { digits, batchSize: BATCH, operations: operations!, enrich: true };
    generateBatch(randomStream(1, 'data', first), options, tokens, first * context);
    const batch = tokens.subarray(first * context, (first + BATCH) * context);
    parts.push((await encoder.encode(batch)).activations);
  }
  await encoder.release();
  const activations = new Float32Array(parts.length * parts[0]!.length);
  parts.forEach((part, i) => activations.set(part, i * part.length));
  const questions = Array.from({ length: QUESTIONS }, (_, i) => readQuestion(tokens, digits, i * context));
  return { activations, questions };
}

function emptySae(width: number, neurons = 1): KlSae {
  const zeros = (...shape: number[]) => ({ shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) });
  return {
    architecture: 'kl',
    W_enc: zeros(width, neurons),
    b_enc: zeros(neurons),
    W_dec: zeros(neurons, width),
    b_dec: zeros(width),
  };
}

function meanOf(rows: readonly Float32Array[]): Float64Array {
  const mean = new Float64Array(rows[0]!.length);
  for (const row of rows) row.forEach((value, i) => (mean[i]! += value / rows.length));
  return mean;
}

/** Weights, and a constant after them, with which rows give the targets best in the mean square. */
function ridge(rows: readonly Float32Array[], targets: readonly number[]): Float64Array {
  const size = rows[0]!.length + 1;
  const matrix = Array.from({ length: size }, (_, i) => new Float64Array(size).fill(RIDGE, i, i + 1));
  const right = new Float64Array(size);
  rows.forEach((row, r) => {
    const extended = Float64Array.from([...row, 1]);
    extended.forEach((a, i) => {
      if (a === 0) return;
      right[i]! += a * targets[r]!;
      const line = matrix[i]!;
      for (let j = 0; j < size; j++) line[j]! += a * extended[j]!;
    });
  });
  return solved(matrix, right);
}

/** Gauss elimination; the matrix is positive definite, so that no pivot is 0. */
function solved(matrix: Float64Array[], right: Float64Array): Float64Array {
  const size = right.length;
  for (let pivot = 0; pivot < size; pivot++) {
    const own = matrix[pivot]!;
    for (let row = pivot + 1; row < size; row++) {
      const factor = matrix[row]![pivot]! / own[pivot]!;
      for (let column = pivot; column < size; column++) matrix[row]![column]! -= factor * own[column]!;
      right[row]! -= factor * right[pivot]!;
    }
  }
  const solution = new Float64Array(size);
  for (let row = size - 1; row >= 0; row--) {
    let rest = right[row]!;
    for (let column = row + 1; column < size; column++) rest -= matrix[row]![column]! * solution[column]!;
    solution[row] = rest / matrix[row]![row]!;
  }
  return solution;
}
