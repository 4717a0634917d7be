import { operation } from '../operation';
import type { NodeEmitter } from '../onnx/emitter';
import type { Tensor } from '../tensor';
import { scaledTensor } from './elementwise';
import { matMul } from './matMul';

type Reduction = {
  /** Ascending, counted from the front. */
  readonly axes: readonly number[];
  readonly keepDims: boolean;
};

function reducedShape({ shape }: Tensor, { axes, keepDims }: Reduction): number[] {
  return shape.flatMap((length, axis) => (axes.includes(axis) ? (keepDims ? [1] : []) : [length]));
}

/** The tensor that a reduction's result is of. */
function operandOf({ origin }: Tensor): Tensor {
  if (origin.kind !== 'operation') throw new Error('not a reduction');
  return origin.inputs[0]!;
}

function emitReduction(emitter: NodeEmitter, name: string, x: string, { axes, keepDims }: Reduction): string {
  return emitter.node(name, [x, emitter.indices(axes)], { keepdims: keepDims ? 1 : 0 });
}

export const sum = operation<readonly [Tensor], Reduction>('ReduceSum', {
  shape: ([x], reduction) => reducedShape(x, reduction),
  onnx: (emitter, [x], node, reduction) => {
    const { shape } = operandOf(node);
    if (shape.length !== 2 || reduction.axes.join() !== '0') return emitReduction(emitter, 'ReduceSum', x, reduction);
    // The runtime shares a matrix product out among threads much better than a sum over rows.
    const ones = emitter.constant(Array<number>(shape[0]!).fill(1), [1, shape[0]!], node.type);
    const row = emitter.node('MatMul', [ones, x]);
    return reduction.keepDims ? row : emitter.node('Reshape', [row, emitter.indices(node.shape)]);
  },
  gradient: ([x], _, d, reduction) => [d.reshape(reducedShape(x, { ...reduction, keepDims: true })).expand(x.shape)],
  simplify: ([x], reduction): Tensor | undefined => {
    if (reduction.axes.length === 0) return x;
    const scaled = scaledTensor(x);
    if (scaled) return sum([scaled.tensor], reduction).mul(scaled.factor);
    return sumOfProduct(x, reduction);
  },
});

/** The sum over the rows of a matrix product, as the product of the summed rows: a vector's work, not a matrix's. */
function sumOfProduct({ origin, rank }: Tensor, { axes, keepDims }: Reduction): Tensor | undefined {
  if (rank !== 2 || axes.join() !== '0' || origin.kind !== 'operation') return undefined;
  const { operation: product, inputs, attributes } = origin;
  if (product.name !== 'MatMul' || attributes.transposeA) return undefined;
  const [a, b] = inputs as [Tensor, Tensor];
  const row = matMul([a.sum([0], true), b], attributes);
  return keepDims ? row : row.reshape(row.shape.slice(1));
}

/**
 * Over all elements, but for those axes at the front that stay. A matrix is reduced row by row first: the rows are shared among threads, and partial sums of
 * one row each lose far fewer digits in float32 than one running sum over millions of values. Squares are a pass of
 * their own, since the runtime's ReduceSumSquare takes twice as long as that pass and a sum.
 */
export const sumOfSquares = operation<readonly [Tensor], { leading: number }>('ReduceSumSquare', {
  shape: ([{ shape }], { leading }) => {
    if (leading > shape.length) throw new Error(`a tensor [${shape.join()}] has no ${leading} axes`);
    return shape.slice(0, leading);
  },
  onnx: (emitter, [x], node, { leading }) => {
    const { rank } = operandOf(node);
    const squares = emitter.node('Mul', [x, x]);
    const axes = (count: number) => Array.from({ length: count }, (_, axis) => leading + axis);
    const sum = (of: string, count: number) => {
      // All axes go without being named.
      if (leading === 0) return emitter.node('ReduceSum', [of], { keepdims: 0 });
      return emitReduction(emitter, 'ReduceSum', of, { axes: axes(count), keepDims: false });
    };
    if (rank - leading < 2) return sum(squares, rank - leading);
    const rows = emitReduction(emitter, 'ReduceSum', squares, { axes: [rank - 1], keepDims: false });
    return sum(rows, rank - leading - 1);
  },
  gradient: ([x], _, d, { leading }) => {
    const twice = d.mul(2);
    return [x.mul(leading === 0 ? twice : twice.reshape([...d.shape, ...x.shape.slice(leading).map(() => 1)]))];
  },
});
