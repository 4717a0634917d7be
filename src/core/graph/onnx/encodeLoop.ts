import { create } from '@bufbuild/protobuf';
import { GraphProtoSchema } from 'onnx-buf';
import type { Tensor } from '../tensor';
import { NodeEmitter, type Emission } from './emitter';
import { emitTensors } from './emitTensors';
import { carriedOutput, COLLECTED, collectedSize, inputName, invariants, rootsOf, type LoopBody } from './loopBody';
import { collectedType, emitCollected, loopInterface } from './loopInterface';
import { encodeFile, valueInfo } from './proto';

/**
 * Encodes a loop as an ONNX model with a `Loop` node: one run call makes as many iterations as its scanned inputs have
 * slices. Inputs keep their names; carried ones come out under `carriedOutput(name)`, what was collected under
 * `COLLECTED`.
 */
export function encodeLoop(body: LoopBody, emission: Emission = {}): Uint8Array {
  const { scanned, carried } = body;
  const outer = new NodeEmitter('', emission);
  const inner = new NodeEmitter('step/', emission);
  const once = emitTensors(outer, invariants(body), ({ name }) => name);
  const stacks = new Map(
    scanned.map(({ input, slices }) => [inputName(input), slices ? once.names.get(slices)! : inputName(input)]),
  );
  const step = emitTensors(
    inner,
    rootsOf(body),
    ({ name }) => {
      const stack = stacks.get(name);
      return stack === undefined ? `step/${name}` : inner.node('Gather', [stack, 'step/iteration'], { axis: 0 });
    },
    once.names,
  );
  // A subgraph's outputs must be its own nodes' results, each under a name of its own; copying only where they are not
  // spares a pass over every parameter and moment.
  const next = carried.map(({ next: tensor }, index) => {
    const name = step.names.get(tensor)!;
    const own = tensor.origin.kind === 'operation' && !once.names.has(tensor);
    const first = carried.findIndex((other) => other.next === tensor) === index;
    return own && first ? name : inner.node('Identity', [name]);
  });
  const collected = emitCollected(inner, body, step.names);
  const proceed = inner.node('Identity', ['step/proceed']);
  const info = (tensor: Tensor, name: string) => valueInfo(name, tensor.type, tensor.shape);
  const graph = create(GraphProtoSchema, {
    name: 'step',
    node: inner.nodes,
    initializer: inner.initializers,
    input: [
      valueInfo('step/iteration', 'int64', []),
      valueInfo('step/proceed', 'bool', []),
      ...carried.map(({ input }) => info(input, `step/${inputName(input)}`)),
    ],
    output: [
      valueInfo(proceed, 'bool', []),
      ...carried.map(({ input }, index) => info(input, next[index]!)),
      valueInfo(collected, collectedType(body), [collectedSize(body)]),
    ],
  });

  const [counted] = stacks.values();
  const iterations = outer.node('Gather', [outer.node('Shape', [counted!]), outer.scalar(0, 'int64')]);
  const carriedInputs = carried.map(({ input }) => inputName(input));
  const outputNames = [...carriedInputs.map(carriedOutput), COLLECTED];
  outer.named('Loop', [iterations, '', ...carriedInputs], outputNames, { body: { graph } });
  return encodeFile(
    create(GraphProtoSchema, {
      name: 'loop',
      node: outer.nodes,
      initializer: [...outer.initializers, ...once.weights],
      ...loopInterface(body, once.inputs, 'steps'),
    }),
  );
}
