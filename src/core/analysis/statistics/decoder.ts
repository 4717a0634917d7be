import type { FloatArray } from '../../floatArray';

/** Another neuron with the cosine of the angle between the decoder's rows. */
export interface Neighbour {
  readonly neuron: number;
  readonly cosine: number;
}

/** Euclidean norms of a decoder's rows; [neurons]. */
export function decoderNorms({ shape, data }: FloatArray): Float64Array {
  const [neurons, width] = shape as [number, number];
  const norms = new Float64Array(neurons);
  for (let neuron = 0; neuron < neurons; neuron++) {
    let squares = 0;
    for (let i = neuron * width; i < (neuron + 1) * width; i++) squares += data[i]! ** 2;
    norms[neuron] = Math.sqrt(squares);
  }
  return norms;
}

/** For each neuron those whose decoder rows point most nearly the same way, the nearest first; rows of zeros have none. */
export function decoderNeighbours(decoder: FloatArray, most: number): Neighbour[][] {
  const [neurons, width] = decoder.shape as [number, number];
  const norms = decoderNorms(decoder);
  const directions = Float32Array.from(decoder.data, (value, i) => value / norms[Math.floor(i / width)]!);
  const nearest: Neighbour[][] = Array.from({ length: neurons }, () => []);
  for (let a = 0; a < neurons; a++) {
    if (norms[a] === 0) continue;
    const own = directions.subarray(a * width, (a + 1) * width);
    for (let b = 0; b < a; b++) {
      if (norms[b] === 0) continue;
      const other = b * width;
      let cosine = 0;
      for (let i = 0; i < width; i++) cosine += own[i]! * directions[other + i]!;
      keep(nearest[a]!, { neuron: b, cosine }, most);
      keep(nearest[b]!, { neuron: a, cosine }, most);
    }
  }
  return nearest;
}

/** Puts a neighbour into a list that is sorted and has so many entries at most. */
function keep(list: Neighbour[], neighbour: Neighbour, most: number): void {
  if (list.length === most && neighbour.cosine <= list[most - 1]!.cosine) return;
  let place = list.length;
  while (place > 0 && list[place - 1]!.cosine < neighbour.cosine) place--;
  list.splice(place, 0, neighbour);
  if (list.length > most) list.pop();
}

/** What a neuron's decoder row goes through on its way to the logits, if nothing else takes it up. */
export interface PathToLogits {
  readonly W_dec: FloatArray;
  /** The MLP's output matrix, where the SAE reads the MLP's activations rather than the residual stream. */
  readonly W_out?: FloatArray;
  /** The weight of the last layer normalisation. */
  readonly lnWeight: FloatArray;
  readonly W_U: FloatArray;
}

/**
 * How activations of 1 move the logits directly, up to the scale of the last layer normalisation, which differs from
 * question to question: decoder row · W_out, less its mean, · the normalisation's weight · W_U, less the mean over tokens,
 * since what raises all logits alike changes no prediction.
 *
 * @returns [neurons, vocabulary]
 */
export function logitEffects({ W_dec, W_out, lnWeight, W_U }: PathToLogits): FloatArray {
  const written = W_out === undefined ? W_dec : product(W_dec, W_out);
  const weight = lnWeight.data;
  const normalised = centredRows(written);
  const scaled = { ...normalised, data: normalised.data.map((value, i) => value * weight[i % weight.length]!) };
  return centredRows(product(scaled, W_U));
}

function product(a: FloatArray, b: FloatArray): FloatArray {
  const [rows, inner] = a.shape as [number, number];
  const columns = b.shape[1]!;
  const data = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < inner; i++) {
      const factor = a.data[row * inner + i]!;
      for (let column = 0; column < columns; column++) {
        data[row * columns + column]! += factor * b.data[i * columns + column]!;
      }
    }
  }
  return { shape: [rows, columns], data };
}

/** Each row less its mean. */
function centredRows({ shape, data }: FloatArray): FloatArray & { readonly data: Float64Array } {
  const [rows, columns] = shape as [number, number];
  const centred = Float64Array.from(data);
  for (let row = 0; row < rows; row++) {
    const values = centred.subarray(row * columns, (row + 1) * columns);
    const mean = values.reduce((sum, value) => sum + value, 0) / columns;
    values.forEach((value, i) => (values[i] = value - mean));
  }
  return { shape, data: centred };
}
