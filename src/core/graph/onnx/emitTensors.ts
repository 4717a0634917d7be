import type { TensorProto } from 'onnx-buf';
import { bytesOf } from '../../floatArray';
import { ancestors } from '../ancestors';
import type { Tensor } from '../tensor';
import type { NodeEmitter } from './emitter';
import { tensorProto } from './proto';

/** What became of the tensors that were emitted. */
export interface Emitted {
  /** Of every tensor that was emitted or known before. */
  readonly names: ReadonlyMap<Tensor, string>;
  readonly inputs: readonly { name: string; tensor: Tensor }[];
  readonly weights: readonly TensorProto[];
}

/**
 * Emits everything that `roots` need and that is not `known` by name already; `nameInput` says under which name an
 * input is found.
 */
export function emitTensors(
  emitter: NodeEmitter,
  roots: readonly Tensor[],
  nameInput: (input: { name: string }) => string,
  known: ReadonlyMap<Tensor, string> = new Map(),
): Emitted {
  const names = new Map(known);
  const inputs: { name: string; tensor: Tensor }[] = [];
  const weights: TensorProto[] = [];
  for (const tensor of ancestors(roots, (found) => known.has(found))) {
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
        const operands = origin.inputs.map((operand) => names.get(operand)!);
        names.set(
          tensor,
          operation.onnx?.(emitter, operands, tensor, attributes) ?? emitter.node(operation.name, operands),
        );
      }
    }
  }
  return { names, inputs, weights };
}
