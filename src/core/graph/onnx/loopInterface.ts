import type { ValueInfoProto } from 'onnx-buf';
import { sizeOf } from '../../floatArray';
import type { Tensor } from '../tensor';
import type { NodeEmitter } from './emitter';
import { carriedOutput, COLLECTED, collectedSize, inputName, type LoopBody } from './loopBody';
import { valueInfo } from './proto';

/** What collected results have as their type. */
export function collectedType({ collected, carried }: LoopBody) {
  return (Object.values(collected)[0] ?? carried[0]!.input).graph.floatType;
}

/** Emits one iteration's row of `COLLECTED`; returns its name. */
export function emitCollected(
  emitter: NodeEmitter,
  { collected }: LoopBody,
  names: ReadonlyMap<Tensor, string>,
): string {
  const parts = Object.values(collected).map((tensor) => {
    const name = names.get(tensor)!;
    return tensor.rank === 1 ? name : emitter.node('Reshape', [name, emitter.indices([sizeOf(tensor.shape)])]);
  });
  return emitter.node('Concat', parts, { axis: 0 });
}

/**
 * Inputs and outputs of a model of a loop.
 *
 * @param invariant inputs that keep one value through the loop
 * @param iterations their number; a name where it is known only when the model runs
 */
export function loopInterface(
  body: LoopBody,
  invariant: readonly { name: string; tensor: Tensor }[],
  iterations: number | string,
): { input: ValueInfoProto[]; output: ValueInfoProto[] } {
  const { scanned, carried } = body;
  const fed = scanned.filter(({ slices }) => slices === undefined);
  return {
    input: [
      ...fed.map(({ input }) => valueInfo(inputName(input), input.type, [iterations, ...input.shape])),
      ...carried.map(({ input }) => valueInfo(inputName(input), input.type, input.shape)),
      ...invariant.map(({ name, tensor }) => valueInfo(name, tensor.type, tensor.shape)),
    ],
    output: [
      ...carried.map(({ input }) => valueInfo(carriedOutput(inputName(input)), input.type, input.shape)),
      valueInfo(COLLECTED, collectedType(body), [iterations, collectedSize(body)]),
    ],
  };
}
