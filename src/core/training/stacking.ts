import { sizeOf, type FloatArray } from '../floatArray';
import type { Shape } from '../graph/shape';

/** Shapes of several SAEs' parameters, stacked on a leading axis; vectors as rows, which broadcast over a batch's rows. */
export function stackedShape(shape: Shape, members: number): Shape {
  return [members, ...(shape.length === 1 ? [1] : []), ...shape];
}

/**
 * The arrays of several SAEs as one of a stacked shape, in float32 or float64 as they are; smaller ones are filled up
 * with zeros at the end of each axis.
 */
export function stackArrays(arrays: readonly FloatArray[], shape: Shape): FloatArray {
  const isDouble = arrays.some(({ data }) => data instanceof Float64Array);
  const data = new (isDouble ? Float64Array : Float32Array)(sizeOf(shape));
  const [rows, columns] = shape.slice(-2) as [number, number];
  for (const [member, array] of arrays.entries()) {
    for (const { from, to, length } of rowsOf(array.shape, columns)) {
      data.set(array.data.subarray(from, from + length), member * rows * columns + to);
    }
  }
  return { shape, data };
}

/** The array of one of the SAEs, of its own shape: what was filled up is left out. A copy. */
export function unstackArray(stacked: FloatArray, member: number, shape: Shape): FloatArray {
  const [rows, columns] = stacked.shape.slice(-2) as [number, number];
  const data = stacked.data.slice(0, sizeOf(shape));
  for (const { from, to, length } of rowsOf(shape, columns)) {
    const start = member * rows * columns + to;
    data.set(stacked.data.subarray(start, start + length), from);
  }
  return { shape, data };
}

/** Where the rows of a vector or matrix lie by itself, and in a matrix of more columns. */
function rowsOf(shape: Shape, columns: number): { from: number; to: number; length: number }[] {
  const [rows, length] = shape.length === 1 ? [1, shape[0]!] : (shape as readonly [number, number]);
  return Array.from({ length: rows }, (_, row) => ({ from: row * length, to: row * columns, length }));
}
