import { ancestors } from '../ancestors';
import type { OnnxAttribute } from '../onnx/proto';
import { operation } from '../operation';
import { broadcast, type Shape } from '../shape';
import type { Tensor } from '../tensor';
import { scaledTensor } from './elementwise';

type Form = {
  /** Use the transpose (of the last two axes) of the first operand. */
  readonly transposeA?: boolean;
  readonly transposeB?: boolean;
  /** A constant factor of the product; 1 where not given. */
  readonly alpha?: number;
};

function matrix(shape: Shape, transposed = false): [number, number] {
  if (shape.length < 2) throw new Error(`a matrix product needs matrices, not a tensor [${shape.join()}]`);
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}

/** The operand as the product uses it. */
const used = (tensor: Tensor, transposed?: boolean) => (transposed ? tensor.transpose() : tensor);

/**
 * op(a) · op(b) · alpha. Two matrices become one Gemm, which takes transposes and the factor along at no cost; stacks
 * of matrices are transposed explicitly.
 */
export const matMul = operation<readonly [Tensor, Tensor], Form>('MatMul', {
  shape: ([a, b], { transposeA, transposeB }) => {
    const [rows, inner] = matrix(a.shape, transposeA);
    const [innerB, columns] = matrix(b.shape, transposeB);
    if (inner !== innerB) {
      throw new Error(`matrices [${a.shape.join()}] and [${b.shape.join()}] do not fit (${inner} against ${innerB})`);
    }
    return [...broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns];
  },
  onnx: (emitter, [a, b], node, { transposeA, transposeB, alpha = 1 }) => {
    const { type } = node;
    // Gemm keeps its factor in float32, which would spoil a product in float64.
    if (type === 'float64' && alpha !== Math.fround(alpha)) {
      return emitter.node('Mul', [product(1), emitter.scalar(alpha, type)]);
    }
    return product(alpha);

    function product(factor: number): string {
      // Without a transpose or a factor a plain MatMul is left for the runtime to fuse with the bias that follows.
      if (!transposeA && !transposeB && factor === 1) return multiply('MatMul', {});
      const form = { transA: transposeA ? 1 : 0, transB: transposeB ? 1 : 0, alpha: { float: factor } };
      return multiply('Gemm', form);
    }

    function multiply(operator: string, form: Readonly<Record<string, OnnxAttribute>>): string {
      // What follows from weights alone is computed once, and exactly.
      const once = ancestors([node]).every(({ origin }) => origin.kind !== 'input');
      return once ? emitter.node(operator, [a, b], form) : emitter.product(operator, [a, b], form);
    }
  },
  gradient: ([a, b], _, d, { transposeA, transposeB, alpha }) => {
    const scaled = alpha === undefined ? d : d.mul(alpha);
    const dA = scaled.matMul(used(b, !transposeB));
    const dB = a.rank === 2 && b.rank > 2 ? bySharedRows() : used(a, !transposeA).matMul(scaled);
    return [used(dA, transposeA).sumTo(a.shape), used(dB, transposeB).sumTo(b.shape)];

    // One matrix against a stack is one large product for the runtime where the stack stands on the left.
    function bySharedRows(): Tensor {
      return scaled.transpose().matMul(used(a, transposeA)).transpose();
    }
  },
  simplify: ([a, b], form): Tensor | undefined => {
    if (a.rank !== 2 || b.rank !== 2) return undefined;
    const scaledA = scaledTensor(a);
    if (scaledA) return matMul([scaledA.tensor, b], withFactor(form, scaledA.factor));
    const scaledB = scaledTensor(b);
    if (scaledB) return matMul([a, scaledB.tensor], withFactor(form, scaledB.factor));
    const plainA = transposed(a);
    if (plainA) return matMul([plainA, b], { ...form, transposeA: !form.transposeA });
    const plainB = transposed(b);
    return plainB && matMul([a, plainB], { ...form, transposeB: !form.transposeB });
  },
});

function withFactor(form: Form, factor: number): Form {
  return { ...form, alpha: (form.alpha ?? 1) * factor };
}

/** The matrix whose transpose `tensor` is, where it is one. */
function transposed({ origin }: Tensor): Tensor | undefined {
  return origin.kind === 'operation' && origin.operation.name === 'Transpose' ? origin.inputs[0] : undefined;
}
