import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType,
  AttributeProtoSchema,
  ModelProtoSchema,
  TensorProto_DataType,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type GraphProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import type { Shape } from '../shape';
import type { ElementType } from '../tensor';

/**
 * ONNX operator set and file version: the latest set of which every GPU provider of ONNX Runtime has all that training
 * needs (DirectML scatters elements as of 16, not as of 18).
 */
const OPERATOR_SET = 17n;
const IR_VERSION = 10n;

const TYPE_CODES: Record<ElementType, TensorProto_DataType> = {
  float32: TensorProto_DataType.FLOAT,
  float64: TensorProto_DataType.DOUBLE,
  int32: TensorProto_DataType.INT32,
  int64: TensorProto_DataType.INT64,
  bool: TensorProto_DataType.BOOL,
};

/** What `typeCode` would be of float16, which no tensor of a graph has. */
export const HALF: number = TensorProto_DataType.FLOAT16;

/** The number by which ONNX files name an element type (TensorProto.DataType). */
export function typeCode(type: ElementType): number {
  return TYPE_CODES[type];
}

/** An attribute of an ONNX node: integers, text, a float where marked as one, or a subgraph. */
export type OnnxAttribute =
  number | string | readonly number[] | { readonly float: number } | { readonly graph: GraphProto };

/** A tensor of an ONNX file; `bytes` are little-endian, row-major. */
export function tensorProto(
  name: string,
  shape: Shape,
  type: ElementType,
  bytes: Uint8Array<ArrayBuffer>,
): TensorProto {
  return create(TensorProtoSchema, { name, dims: shape.map(BigInt), dataType: TYPE_CODES[type], rawData: bytes });
}

/** Little-endian bytes of constant values. */
export function toBytes(values: readonly number[], type: ElementType): Uint8Array<ArrayBuffer> {
  if (type === 'bool') return Uint8Array.from(values);
  if (type === 'int64') return new Uint8Array(BigInt64Array.from(values, BigInt).buffer);
  const arrays = { float32: Float32Array, float64: Float64Array, int32: Int32Array };
  return new Uint8Array(arrays[type].from(values).buffer);
}

/** An attribute of a node in an ONNX file; of numbers, only integers go without a mark. */
export function attributeProto(name: string, value: OnnxAttribute): AttributeProto {
  const kind = AttributeProto_AttributeType;
  if (typeof value === 'number') return create(AttributeProtoSchema, { name, type: kind.INT, i: BigInt(value) });
  if (typeof value === 'string') {
    return create(AttributeProtoSchema, { name, type: kind.STRING, s: new TextEncoder().encode(value) });
  }
  if ('float' in value) return create(AttributeProtoSchema, { name, type: kind.FLOAT, f: value.float });
  if ('graph' in value) return create(AttributeProtoSchema, { name, type: kind.GRAPH, g: value.graph });
  return create(AttributeProtoSchema, { name, type: kind.INTS, ints: value.map(BigInt) });
}

/** Declares a graph's input or output; an axis given as text has a length known only when the model runs. */
export function valueInfo(name: string, type: ElementType, shape: readonly (number | string)[]): ValueInfoProto {
  const dim = shape.map((length) => ({
    value:
      typeof length === 'string'
        ? { case: 'dimParam' as const, value: length }
        : { case: 'dimValue' as const, value: BigInt(length) },
  }));
  const value = { case: 'tensorType' as const, value: { elemType: TYPE_CODES[type], shape: { dim } } };
  return create(ValueInfoProtoSchema, { name, type: { value } });
}

/** The bytes of a `.onnx` file. */
export function encodeFile(graph: GraphProto): Uint8Array {
  const file = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'quanta',
    opsetImport: [{ domain: '', version: OPERATOR_SET }],
    graph,
  });
  return toBinary(ModelProtoSchema, file);
}
