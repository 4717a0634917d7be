import { sizeOf, type FloatArray } from '../floatArray';
import { concat, split } from '../graph/operations/joining';
import type { Shape } from '../graph/shape';
import type { Tensor } from '../graph/tensor';

/** Length of a packed array's rows, the last of which is filled up with zeros: row by row, sums can be shared out. */
const ROW = 1024;

/** Shape of the array that holds arrays of these shapes one after another. */
export function packedShape(shapes: readonly Shape[]): Shape {
  return [Math.ceil(total(shapes) / ROW), ROW];
}

/** The tensors one after another in an array of the packed shape. */
export function pack(tensors: readonly Tensor[]): Tensor {
  const shapes = tensors.map(({ shape }) => shape);
  const shape = packedShape(shapes);
  const left = sizeOf(shape) - total(shapes);
  const filling = left === 0 ? [] : [tensors[0]!.graph.constant(Array<number>(left).fill(0), [left])];
  return concat([...tensors.map((tensor) => tensor.reshape([sizeOf(tensor.shape)])), ...filling]).reshape(shape);
}

/** The tensors of these shapes that a packed one holds. */
export function unpack(packed: Tensor, shapes: readonly Shape[]): Tensor[] {
  const length = sizeOf(packed.shape);
  const left = length - total(shapes);
  const parts = split(packed.reshape([length]), [...shapes.map(sizeOf), ...(left === 0 ? [] : [left])]);
  return shapes.map((shape, index) => parts[index]!.reshape(shape));
}

/** As `pack`, of float32. */
export function packArrays(arrays: readonly FloatArray[]): FloatArray {
  const shape = packedShape(arrays.map((array) => array.shape));
  const data = new Float32Array(sizeOf(shape));
  let offset = 0;
  for (const array of arrays) {
    data.set(array.data, offset);
    offset += array.data.length;
  }
  return { shape, data };
}

/** As `unpack`; the results share the packed array's memory. */
export function unpackArrays({ data }: FloatArray, shapes: readonly Shape[]): FloatArray[] {
  let offset = 0;
  return shapes.map((shape) => {
    const start = offset;
    offset += sizeOf(shape);
    return { shape, data: data.subarray(start, offset) };
  });
}

function total(shapes: readonly Shape[]): number {
  return shapes.reduce((sum, shape) => sum + sizeOf(shape), 0);
}
