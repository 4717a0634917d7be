import { create } from '@bufbuild/protobuf';
import { GraphProtoSchema } from 'onnx-buf';
import type { Tensor } from '../tensor';
import { NodeEmitter } from './emitter';
import { emitTensors } from './emitTensors';
import { encodeFile, valueInfo } from './proto';

/**
 * Encodes the computation of `outputs` as an ONNX model, with the graph's inputs that it needs as the model's inputs.
 *
 * @returns the bytes of a `.onnx` file
 */
export function encodeModel(outputs: Readonly<Record<string, Tensor>>): Uint8Array {
  const emitter = new NodeEmitter('');
  const body = emitTensors(emitter, Object.values(outputs), (input) => input.name);
  for (const [name, tensor] of Object.entries(outputs)) emitter.named('Identity', [body.names.get(tensor)!], [name]);
  return encodeFile(
    create(GraphProtoSchema, {
      name: 'model',
      node: emitter.nodes,
      initializer: [...emitter.initializers, ...body.weights],
      input: body.inputs.map(({ name, tensor }) => valueInfo(name, tensor.type, tensor.shape)),
      output: Object.entries(outputs).map(([name, tensor]) => valueInfo(name, tensor.type, tensor.shape)),
    }),
  );
}
