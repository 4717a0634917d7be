import type { TensorProto } from 'onnx-buf';
import { bytesOf } from '../../floatArray';
import { ancestors } from '../graph';
import type { Tensor } from '../tensor';
import type { NodeEmitter } from './emitter';
import { tensorProto } from './proto';

/** What became of the tensors that were emitted. */
interface Emitted {
  readonly nameOf: (tensor: Tensor) => string;
  readonly inputs: readonly { name: string; tensor: Tensor }[];
  readonly weights: TensorProto[];
}

/** Emits everything that `roots` need; `nameInput` says under which name an input is found. */
export function emitTensors(
  emitter: NodeEmitter,
  roots: readonly Tensor[],
  nameInput: (input: { name: string }) => string,
): Emitted {
  const names = new Map<Tensor, string>();
  const inputs: { name: string; tensor: Tensor }[] = [];
  const weights: TensorProto[] = [];
  const nameOf = (tensor: Tensor) => names.get(tensor)!;
  for (const tensor of ancestors(roots)) {
    const { origin, shape, type } = tensor;
    switch (origin.kind) {
      case 'input':
        names.set(tensor, nameInput(origin));
        inputs.push({ name: origin.name, tensor });
        break;
      case 'weight':
        names.set(tensor, origin.name);
        weights.push(tensorProto(origin.name, shape, type, bytesOf(origin.value.data)));
        break;
      case 'constant':
        names.set(tensor, emitter.constant(origin.values, shape, type));
        break;
      case 'operation': {
        const { operation, attributes } = origin;
        const operands = origin.inputs.map(nameOf);
        names.set(
          tensor,
          operation.onnx?.(emitter, operands, tensor, attributes) ?? emitter.node(operation.name, operands),
        );
      }
    }
  }
  return { nameOf, inputs, weights };
}
