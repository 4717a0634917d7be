import type { NodeEmitter } from './onnx/emitter';
import type { Shape } from './shape';
import type { ElementType, Tensor } from './tensor';

/** Values that an operation carries beside its input tensors; part of what makes two nodes equal. */
export type Attributes = Readonly<Record<string, number | boolean | string | readonly number[] | undefined>>;

/** All that is known of one operation. */
export interface OperationRule<Inputs extends readonly Tensor[], A extends Attributes> {
  /** Shape of the result; throws when the inputs do not fit. */
  readonly shape: (inputs: Inputs, attributes: A) => Shape;
  /** Element type of the result; that of the first input where not given. */
  readonly type?: (inputs: Inputs, attributes: A) => ElementType;
  /** Emits ONNX nodes and returns the name of the result; one node of the operation's name where not given. */
  readonly onnx?: (
    emitter: NodeEmitter,
    inputs: { readonly [K in keyof Inputs]: string },
    node: Tensor,
    a: A,
  ) => string;
  /**
   * For each input, the derivative of a scalar with respect to it, where `d` is the derivative with respect to the
   * output; undefined for inputs that have none (indices, masks). An operation without a gradient stops it.
   */
  readonly gradient?: (inputs: Inputs, output: Tensor, d: Tensor, attributes: A) => readonly (Tensor | undefined)[];
  /** The operation on plain numbers, for element-wise operations: lets constants be computed as the graph is built. */
  readonly fold?: (...values: number[]) => number;
  /** Rewrites the node into a simpler equal one, or gives undefined. */
  readonly simplify?: (inputs: Inputs, attributes: A) => Tensor | undefined;
}

/** An operation with its types forgotten, as a node refers to it. */
export interface Operation extends OperationRule<readonly Tensor[], Attributes> {
  readonly name: string;
}

/** Defines an operation; the result applies it to tensors of one graph. `name` is the ONNX operator's where there is one. */
export function operation<Inputs extends readonly Tensor[], A extends Attributes = Record<string, never>>(
  name: string,
  rule: OperationRule<Inputs, A>,
): (inputs: Inputs, attributes?: A) => Tensor {
  const erased = { name, ...rule } as unknown as Operation;
  return (inputs, attributes) => {
    const [first] = inputs;
    if (!first) throw new Error(`${name} needs an input`);
    return first.graph.apply(erased, inputs, attributes ?? {});
  };
}
