import { create } from '@bufbuild/protobuf';
import { GraphProtoSchema } from 'onnx-buf';
import { NodeEmitter, type Emission } from './emitter';
import { emitTensors } from './emitTensors';
import { carriedOutput, COLLECTED, collectedSize, inputName, invariants, rootsOf, type LoopBody } from './loopBody';
import { emitCollected, loopInterface } from './loopInterface';
import { encodeFile } from './proto';

/**
 * Encodes a loop of a fixed number of iterations as an ONNX model of plain nodes, for providers without a kernel for
 * `Loop`, on which the carried state would go through the host at every iteration. Inputs and outputs are those of
 * `encodeLoop`.
 */
export function encodeUnrolled(body: LoopBody, iterations: number, emission: Emission = {}): Uint8Array {
  const { scanned, carried } = body;
  const emitter = new NodeEmitter('', emission);
  const once = emitTensors(emitter, invariants(body), ({ name }) => name);
  const stacks = new Map(
    scanned.map(({ input, slices }) => [inputName(input), slices ? once.names.get(slices)! : inputName(input)]),
  );
  const roots = rootsOf(body);
  let state = new Map(carried.map(({ input }) => [inputName(input), inputName(input)]));
  const rows: string[] = [];
  for (let iteration = 0; iteration < iterations; iteration++) {
    const before = state;
    const step = emitTensors(
      emitter,
      roots,
      ({ name }) => {
        const stack = stacks.get(name);
        if (stack === undefined) return before.get(name)!;
        return emitter.node('Gather', [stack, emitter.scalar(iteration, 'int64')], { axis: 0 });
      },
      once.names,
    );
    state = new Map(carried.map(({ input, next }) => [inputName(input), step.names.get(next)!]));
    const row = emitCollected(emitter, body, step.names);
    rows.push(emitter.node('Reshape', [row, emitter.indices([1, collectedSize(body)])]));
  }
  emitter.named('Concat', rows, [COLLECTED], { axis: 0 });
  for (const [input, last] of state) emitter.named('Identity', [last], [carriedOutput(input)]);
  return encodeFile(
    create(GraphProtoSchema, {
      name: 'unrolled',
      node: emitter.nodes,
      initializer: [...emitter.initializers, ...once.weights],
      ...loopInterface(body, once.inputs, iterations),
    }),
  );
}
