import { sizeOf, type FloatArray } from '../floatArray';
import type { RandomStream } from '../random/stream';

/** Uniform numbers in [-bound, bound). */
export function uniform(random: RandomStream, shape: readonly number[], bound: number): FloatArray {
  return { shape, data: Float64Array.from({ length: sizeOf(shape) }, () => (2 * random.uniform() - 1) * bound) };
}

/** The matrix with each row scaled to the given Euclidean norm. */
export function scaledRows({ shape, data }: FloatArray, norm: number): FloatArray {
  const [rows, columns] = shape as [number, number];
  const scaled = Float64Array.from(data);
  for (let row = 0; row < rows; row++) {
    const values = scaled.subarray(row * columns, (row + 1) * columns);
    const factor = norm / Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
    values.forEach((value, column) => (values[column] = value * factor));
  }
  return { shape, data: scaled };
}
