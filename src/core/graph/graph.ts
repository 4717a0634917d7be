import { sizeOf, toFloatType, type FloatArray, type FloatType } from '../floatArray';
import { constantKey } from './constantKey';
import type { Attributes, Operation } from './operation';
import { sameShape, type Shape } from './shape';
import { Tensor, type ElementType, type Origin } from './tensor';

/**
 * A graph of symbolic tensors under construction. Equal nodes are made once, so that what a backward pass writes
 * again is the forward pass's own node, and operations on scalar constants are computed on the spot.
 */
export class Graph {
  private readonly nodes = new Map<string, Tensor>();
  private count = 0;

  /** @param floatType element type of every weight, constant and float input */
  constructor(readonly floatType: FloatType) {}

  /** A tensor fed at each run. */
  input(name: string, shape: Shape, type: ElementType = this.floatType): Tensor {
    const input = this.unique(`input:${name}`, () => this.create({ kind: 'input', name }, shape, type));
    if (sameShape(input.shape, shape) && input.type === type) return input;
    throw new Error(`input ${name} is [${input.shape.join()}] already, and cannot be [${shape.join()}]`);
  }

  /** A tensor of fixed values that the model file holds under `name`. */
  weight(name: string, value: FloatArray): Tensor {
    if (value.data.length !== sizeOf(value.shape)) {
      throw new Error(`weight ${name}: ${value.data.length} values for shape [${value.shape.join()}]`);
    }
    const weight = this.unique(`weight:${name}`, () => {
      const converted = toFloatType(value, this.floatType);
      return this.create({ kind: 'weight', name, value: converted }, value.shape, this.floatType);
    });
    if (sameShape(weight.shape, value.shape)) return weight;
    throw new Error(`weight ${name} is [${weight.shape.join()}] already, and cannot be [${value.shape.join()}]`);
  }

  /** A constant: a number, or values with their shape. */
  constant(value: number | readonly number[], shape: Shape = [], type: ElementType = this.floatType): Tensor {
    const values = typeof value === 'number' ? [value] : value;
    if (values.length !== sizeOf(shape)) throw new Error(`${values.length} values for a constant [${shape.join()}]`);
    const key = `constant:${constantKey(values, shape, type)}`;
    return this.unique(key, () => this.create({ kind: 'constant', values }, shape, type));
  }

  /** One operation on tensors of this graph; may return a node that exists already or a simpler equal one. */
  apply(operation: Operation, inputs: readonly Tensor[], attributes: Attributes): Tensor {
    for (const input of inputs) {
      if (input.graph !== this) throw new Error(`${operation.name} mixes tensors of two graphs`);
    }
    const simpler = this.fold(operation, inputs) ?? operation.simplify?.(inputs, attributes);
    if (simpler) return simpler;
    const key = `${operation.name}(${inputs.map((input) => input.id).join()})${JSON.stringify(attributes)}`;
    return this.unique(key, () => {
      const type = operation.type?.(inputs, attributes) ?? inputs[0]!.type;
      return this.create(
        { kind: 'operation', operation, inputs, attributes },
        operation.shape(inputs, attributes),
        type,
      );
    });
  }

  private fold(operation: Operation, inputs: readonly Tensor[]): Tensor | undefined {
    const values = inputs.map((input) => input.scalar);
    if (!operation.fold || !values.every((value) => value !== undefined)) return undefined;
    return this.constant(operation.fold(...values), [], operation.type?.(inputs, {}) ?? inputs[0]!.type);
  }

  private unique(key: string, make: () => Tensor): Tensor {
    let tensor = this.nodes.get(key);
    if (!tensor) this.nodes.set(key, (tensor = make()));
    return tensor;
  }

  private create(origin: Origin, shape: Shape, type: ElementType): Tensor {
    return new Tensor(this, this.count++, origin, shape, type);
  }
}
