import type { FloatArray, FloatType } from '../floatArray';
import type { Graph } from './graph';
import type { Attributes, Operation } from './operation';
import { fromFront, type Shape } from './shape';
import * as elementwise from './operations/elementwise';
import * as indexing from './operations/indexing';
import * as logic from './operations/logic';
import { matMul } from './operations/matMul';
import * as normalise from './operations/normalise';
import * as reduce from './operations/reduce';
import * as reshaping from './operations/reshaping';

export type ElementType = FloatType | 'int32' | 'int64' | 'bool';

/** Where a tensor's values come from. */
export type Origin =
  | { readonly kind: 'input'; readonly name: string }
  | { readonly kind: 'weight'; readonly name: string; readonly value: FloatArray }
  | { readonly kind: 'constant'; readonly values: readonly number[] }
  | {
      readonly kind: 'operation';
      readonly operation: Operation;
      readonly inputs: readonly Tensor[];
      readonly attributes: Attributes;
    };

/**
 * A symbolic tensor: one node of a graph. Its methods add nodes; nothing is computed here. Numbers given where a
 * tensor is expected become constants of the graph's float type. Shapes broadcast as in NumPy.
 */
export class Tensor {
  constructor(
    readonly graph: Graph,
    /** Creation order, which is a topological order. */
    readonly id: number,
    readonly origin: Origin,
    readonly shape: Shape,
    readonly type: ElementType,
  ) {}

  get rank(): number {
    return this.shape.length;
  }

  /** The value of a scalar constant, else undefined. */
  get scalar(): number | undefined {
    return this.origin.kind === 'constant' && this.rank === 0 ? this.origin.values[0] : undefined;
  }

  private tensor(value: Tensor | number): Tensor {
    return typeof value === 'number' ? this.graph.constant(value) : value;
  }

  add(other: Tensor | number): Tensor {
    return elementwise.add([this, this.tensor(other)]);
  }
  sub(other: Tensor | number): Tensor {
    return elementwise.sub([this, this.tensor(other)]);
  }
  mul(other: Tensor | number): Tensor {
    return elementwise.mul([this, this.tensor(other)]);
  }
  div(other: Tensor | number): Tensor {
    return elementwise.div([this, this.tensor(other)]);
  }
  neg(): Tensor {
    return this.mul(-1);
  }
  relu(): Tensor {
    return elementwise.relu([this]);
  }
  abs(): Tensor {
    return elementwise.abs([this]);
  }
  sign(): Tensor {
    return elementwise.sign([this]);
  }
  sqrt(): Tensor {
    return elementwise.sqrt([this]);
  }
  log(): Tensor {
    return elementwise.log([this]);
  }
  exp(): Tensor {
    return elementwise.exp([this]);
  }
  /** Values limited to [min, max]; no gradient outside, full gradient on the bounds (as torch.clamp). */
  clamp(bounds: { min?: number; max?: number }): Tensor {
    return elementwise.clamp([this], bounds);
  }

  greater(other: Tensor | number): Tensor {
    return logic.greater([this, this.tensor(other)]);
  }
  greaterOrEqual(other: Tensor | number): Tensor {
    return logic.greaterOrEqual([this, this.tensor(other)]);
  }
  lessOrEqual(other: Tensor | number): Tensor {
    return logic.lessOrEqual([this, this.tensor(other)]);
  }
  and(other: Tensor): Tensor {
    return logic.and([this, other]);
  }
  /** For a bool tensor: `whenTrue` where it holds, `whenFalse` elsewhere. */
  where(whenTrue: Tensor | number, whenFalse: Tensor | number): Tensor {
    return logic.where([this, this.tensor(whenTrue), this.tensor(whenFalse)]);
  }
  /** A bool tensor as 0 and 1. */
  toFloat(): Tensor {
    return logic.toFloat([this]);
  }

  /** Matrix product over the last two axes; leading axes broadcast. */
  matMul(other: Tensor): Tensor {
    return matMul([this, other], {});
  }
  /** Sum over `axes` (all when not given). */
  sum(axes?: readonly number[], keepDims = false): Tensor {
    return reduce.sum([this], this.reduction(axes, keepDims));
  }
  /** Mean over `axes` (all when not given). */
  mean(axes?: readonly number[], keepDims = false): Tensor {
    const reduction = this.reduction(axes, keepDims);
    return this.sum(axes, keepDims).mul(1 / reduction.axes.reduce((count, axis) => count * this.shape[axis]!, 1));
  }
  /** Sum of squares over all axes but the first `leading` ones. */
  sumOfSquares(leading = 0): Tensor {
    return reduce.sumOfSquares([this], { leading });
  }
  private reduction(axes: readonly number[] | undefined, keepDims: boolean) {
    const all = axes ? fromFront(axes, this.rank) : this.shape.map((_, axis) => axis);
    return { axes: all.sort((a, b) => a - b), keepDims };
  }

  reshape(shape: Shape): Tensor {
    return reshaping.reshape([this], { shape });
  }
  /** Axes reordered by `permutation`; without one, the last two swapped. */
  transpose(permutation?: readonly number[]): Tensor {
    const axes = this.shape.map((_, axis) => axis);
    const swapped = [...axes.slice(0, -2), ...axes.slice(-2).reverse()];
    return reshaping.transpose([this], { permutation: permutation ?? swapped });
  }
  /** Stretched by broadcasting to `shape`. */
  expand(shape: Shape): Tensor {
    return reshaping.expand([this], { shape });
  }
  /** Summed over whatever broadcasting stretched, so that the result has `shape`. */
  sumTo(shape: Shape): Tensor {
    return reshaping.sumTo(this, shape);
  }

  /** The slices along `axis` that an integer tensor names; its shape replaces that axis. */
  gather(indices: Tensor, axis = 0): Tensor {
    return indexing.gather([this, indices], { axis });
  }
  /** Along the last axis, those of the k largest values that are positive; zeros elsewhere. */
  topKRelu(k: number): Tensor {
    return indexing.topKRelu([this], { k });
  }
  softmax(): Tensor {
    return normalise.softmax([this]);
  }
  /** Layer normalisation over the last axis, biased variance. */
  layerNormalization(weight: Tensor, bias: Tensor, epsilon: number): Tensor {
    return normalise.layerNormalization([this, weight, bias], { epsilon });
  }
}
