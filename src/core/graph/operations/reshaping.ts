import { sizeOf } from '../../floatArray';
import { operation } from '../operation';
import { broadcast, sameShape, stretchedAxes, type Shape } from '../shape';
import type { Tensor } from '../tensor';

type ToShape = { readonly shape: Shape };

export const reshape = operation<readonly [Tensor], ToShape>('Reshape', {
  shape: ([x], { shape }) => {
    if (sizeOf(shape) !== sizeOf(x.shape)) throw new Error(`cannot reshape [${x.shape.join()}] to [${shape.join()}]`);
    return shape;
  },
  onnx: (emitter, [x], _, { shape }) => emitter.node('Reshape', [x, emitter.indices(shape)]),
  gradient: ([x], _, d) => [d.reshape(x.shape)],
  simplify: ([x], { shape }) => {
    if (sameShape(x.shape, shape)) return x;
    const reshapedAlready = x.origin.kind === 'operation' && x.origin.operation.name === 'Reshape';
    return reshapedAlready ? x.origin.inputs[0]!.reshape(shape) : undefined;
  },
});

export const transpose = operation<readonly [Tensor], { permutation: readonly number[] }>('Transpose', {
  shape: ([x], { permutation }) => permutation.map((axis) => x.shape[axis]!),
  onnx: (emitter, [x], _, { permutation }) => emitter.node('Transpose', [x], { perm: permutation }),
  gradient: (_, __, d, { permutation }) => [d.transpose(permutation.map((___, axis) => permutation.indexOf(axis)))],
});

export const expand = operation<readonly [Tensor], ToShape>('Expand', {
  shape: ([x], { shape }) => {
    if (!sameShape(broadcast(x.shape, shape), shape)) {
      throw new Error(`cannot expand [${x.shape.join()}] to [${shape.join()}]`);
    }
    return shape;
  },
  onnx: (emitter, [x], _, { shape }) => emitter.node('Expand', [x, emitter.indices(shape)]),
  gradient: ([x], _, d) => [d.sumTo(x.shape)],
  simplify: ([x], { shape }) => (sameShape(x.shape, shape) ? x : undefined),
});

/** Undoes a broadcast: sums `tensor` over the axes along which something of `shape` was stretched to its shape. */
export function sumTo(tensor: Tensor, shape: Shape): Tensor {
  if (sameShape(tensor.shape, shape)) return tensor;
  return tensor.sum(stretchedAxes(tensor.shape, shape)).reshape(shape);
}
