import { operation, type OperationRule } from '../operation';
import { broadcast, sameShape } from '../shape';
import type { Tensor } from '../tensor';

type Unary = readonly [Tensor];
type Binary = readonly [Tensor, Tensor];
type NoAttributes = Record<string, never>;

function unary(name: string, rule: Omit<OperationRule<Unary, NoAttributes>, 'shape' | 'type'>) {
  return operation<Unary>(name, { shape: ([x]) => x.shape, ...rule });
}

function binary(name: string, rule: Omit<OperationRule<Binary, NoAttributes>, 'shape' | 'type'>) {
  return operation<Binary>(name, { shape: ([a, b]) => broadcast(a.shape, b.shape), ...rule });
}

/** The tensor that an explicit expansion stretches, where the other operand stretches it just as far. */
function unexpanded(tensor: Tensor, other: Tensor): Tensor {
  const { origin } = tensor;
  if (origin.kind !== 'operation' || origin.operation.name !== 'Expand') return tensor;
  return sameShape(other.shape, tensor.shape) ? origin.inputs[0]! : tensor;
}

/** The operands without expansions that broadcasting makes needless; undefined where there are none. */
function broadcastInstead([a, b]: Binary): Binary | undefined {
  const [x, y] = [unexpanded(a, b), unexpanded(b, a)];
  if (x !== a) return [x, b];
  return y === b ? undefined : [a, y];
}

export const add = binary('Add', {
  gradient: ([a, b], _, d) => [d.sumTo(a.shape), d.sumTo(b.shape)],
  fold: (a, b) => a + b,
  simplify: ([a, b]) => {
    if (a.scalar === 0) return b;
    if (b.scalar === 0) return a;
    const lean = broadcastInstead([a, b]);
    return lean && add(lean);
  },
});

export const sub = binary('Sub', {
  gradient: ([a, b], _, d) => [d.sumTo(a.shape), d.neg().sumTo(b.shape)],
  fold: (a, b) => a - b,
  simplify: ([a, b]) => (b.scalar === 0 ? a : undefined),
});

/** A scalar factor is kept as the second operand, and factors of factors are joined, so that users can absorb it. */
export const mul = binary('Mul', {
  gradient: ([a, b], _, d) => [d.mul(b).sumTo(a.shape), d.mul(a).sumTo(b.shape)],
  fold: (a, b) => a * b,
  simplify: ([a, b]) => {
    if (a.scalar !== undefined) return b.mul(a);
    if (b.scalar === 1) return a;
    const scaled = b.scalar === undefined ? undefined : scaledTensor(a);
    if (scaled) return scaled.tensor.mul(scaled.factor * b.scalar!);
    const lean = broadcastInstead([a, b]);
    return lean && mul(lean);
  },
});

/** Takes `tensor` apart into another tensor and a constant factor, where it is such a product. */
export function scaledTensor(tensor: Tensor): { tensor: Tensor; factor: number } | undefined {
  const { origin } = tensor;
  if (origin.kind !== 'operation' || origin.operation.name !== 'Mul') return undefined;
  const factor = origin.inputs[1]!.scalar;
  return factor === undefined ? undefined : { tensor: origin.inputs[0]!, factor };
}

export const div = binary('Div', {
  gradient: ([a, b], out, d) => [d.div(b).sumTo(a.shape), d.neg().mul(out).div(b).sumTo(b.shape)],
  fold: (a, b) => a / b,
  simplify: ([a, b]) => (b.scalar === 1 ? a : undefined),
});

export const relu = unary('Relu', {
  gradient: (_, out, d) => [out.greater(0).where(d, 0)],
  fold: (x) => Math.max(x, 0),
  // Directly after the matrix product, before its rows are folded up, the runtime fuses the two.
  simplify: ([x]) => {
    const folded = x.origin.kind === 'operation' && x.origin.operation.name === 'Reshape';
    return folded ? x.origin.inputs[0]!.relu().reshape(x.shape) : undefined;
  },
});

export const abs = unary('Abs', { gradient: ([x], _, d) => [d.mul(x.sign())], fold: Math.abs });

export const sign = unary('Sign', { fold: Math.sign });

export const sqrt = unary('Sqrt', { gradient: (_, out, d) => [d.div(out).mul(0.5)], fold: Math.sqrt });

/** -∞ at 0, which is said outright, since GPUs may give any number there. */
export const log = unary('Log', {
  onnx: (emitter, [x], { type }) => {
    const isZero = emitter.node('Equal', [x, emitter.scalar(0, type)]);
    return emitter.node('Where', [isZero, emitter.scalar(-Infinity, type), emitter.node('Log', [x])]);
  },
  gradient: ([x], _, d) => [d.div(x)],
  fold: Math.log,
});

export const exp = unary('Exp', { gradient: (_, out, d) => [d.mul(out)], fold: Math.exp });

/** `bounds` as numbers; rounded to the graph's float type like every constant. */
export const clamp = operation<Unary, { min?: number; max?: number }>('Clip', {
  shape: ([x]) => x.shape,
  onnx: (emitter, [x], node, { min, max }) => {
    const bound = (value?: number) => (value === undefined ? '' : emitter.scalar(value, node.type));
    return emitter.node('Clip', [x, bound(min), bound(max)]);
  },
  gradient: ([x], _, d, { min, max }) => {
    let inside = max === undefined ? undefined : x.lessOrEqual(max);
    if (min !== undefined) inside = inside ? x.greaterOrEqual(min).and(inside) : x.greaterOrEqual(min);
    return [inside ? inside.where(d, 0) : d];
  },
});
