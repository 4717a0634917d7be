/** Element types that graphs compute in: float32 in products, float64 where gradients are checked. */
export type FloatType = 'float32' | 'float64';

/** A dense, row-major array of floats with its shape; a scalar has the shape `[]`. */
export interface FloatArray {
  readonly shape: readonly number[];
  readonly data: Float32Array | Float64Array;
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** The same numbers in the asked-for element type; the array itself where it already has it. */
export function toFloatType(array: FloatArray, type: FloatType): FloatArray {
  if (type === 'float32') {
    return array.data instanceof Float32Array ? array : { shape: array.shape, data: Float32Array.from(array.data) };
  }
  return array.data instanceof Float64Array ? array : { shape: array.shape, data: Float64Array.from(array.data) };
}

/** An array's own memory as bytes, not copied. */
export function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  // No memory here is shared between threads, which the types of typed arrays leave open.
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}

/** The transpose of a matrix [rows, columns], copied. */
export function transpose({ shape, data }: FloatArray): FloatArray {
  const [rows, columns] = shape as [number, number];
  const out = data instanceof Float32Array ? new Float32Array(data.length) : new Float64Array(data.length);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) out[c * rows + r] = data[r * columns + c]!;
  }
  return { shape: [columns, rows], data: out };
}
