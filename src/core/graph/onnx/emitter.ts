import { create } from '@bufbuild/protobuf';
import { NodeProtoSchema, type NodeProto, type TensorProto } from 'onnx-buf';
import { constantKey } from '../constantKey';
import type { Shape } from '../shape';
import type { ElementType } from '../tensor';
import { attributeProto, HALF, tensorProto, toBytes, typeCode, type OnnxAttribute } from './proto';

/** What may be chosen in writing a graph as ONNX. */
export interface Emission {
  /** Products of matrices on float16 copies of them, with results in float32 again. */
  readonly halfProducts?: boolean;
}

/** Collects the nodes and constants of one ONNX graph. */
export class NodeEmitter {
  readonly nodes: NodeProto[] = [];
  readonly initializers: TensorProto[] = [];
  private readonly constants = new Map<string, string>();
  private readonly shared = new Map<string, string[]>();
  private readonly halves = new Map<string, string>();
  private count = 0;

  /** @param prefix keeps this graph's names apart from those of the graphs around it */
  constructor(
    private readonly prefix: string,
    private readonly emission: Emission = {},
  ) {}

  /** Adds a node of one output and returns the output's name; an empty input name is an omitted optional input. */
  node(operator: string, inputs: readonly string[], attributes: Readonly<Record<string, OnnxAttribute>> = {}): string {
    return this.outputs(operator, inputs, 1, attributes)[0]!;
  }

  /** Adds a node of several outputs. */
  outputs(
    operator: string,
    inputs: readonly string[],
    count: number,
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string[] {
    const output = Array.from({ length: count }, () => this.freshName(operator));
    this.named(operator, inputs, output, attributes);
    return output;
  }

  /** As `outputs` without attributes; several tensors may each stand for one of the outputs of the same node. */
  sharedOutputs(operator: string, inputs: readonly string[], count: number): string[] {
    const key = [operator, ...inputs].join('\n');
    let output = this.shared.get(key);
    if (!output) this.shared.set(key, (output = this.outputs(operator, inputs, count)));
    return output;
  }

  /** Adds a node whose outputs have the given names. */
  named(
    operator: string,
    inputs: readonly string[],
    output: string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): void {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
    this.nodes.push(create(NodeProtoSchema, { opType: operator, input: [...inputs], output, attribute }));
  }

  /** Adds a node that multiplies matrices of float32; in float16 where this graph's products are. */
  product(
    operator: string,
    operands: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
  ): string {
    if (!this.emission.halfProducts) return this.node(operator, operands, attributes);
    const halves = operands.map((operand) => {
      const half = this.halves.get(operand) ?? this.node('Cast', [operand], { to: HALF });
      this.halves.set(operand, half);
      return half;
    });
    return this.node('Cast', [this.node(operator, halves, attributes)], { to: typeCode('float32') });
  }

  /** A scalar constant. */
  scalar(value: number, type: ElementType): string {
    return this.constant([value], [], type);
  }

  /** A vector of int64, as ONNX wants shapes, axes and indices. */
  indices(values: readonly number[]): string {
    return this.constant(values, [values.length], 'int64');
  }

  constant(values: readonly number[], shape: Shape, type: ElementType): string {
    const key = constantKey(values, shape, type);
    let name = this.constants.get(key);
    if (name === undefined) {
      this.constants.set(key, (name = this.freshName('constant')));
      this.initializers.push(tensorProto(name, shape, type, toBytes(values, type)));
    }
    return name;
  }

  private freshName(stem: string): string {
    return `${this.prefix}${stem}_${this.count++}`;
  }
}
