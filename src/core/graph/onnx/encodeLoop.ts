import { create } from '@bufbuild/protobuf';
import { GraphProtoSchema } from 'onnx-buf';
import type { Tensor } from '../tensor';
import { NodeEmitter } from './emitter';
import { emitTensors } from './emitTensors';
import { encodeFile, valueInfo } from './proto';

/** One iteration of a loop, as tensors of one graph. Its other inputs keep one value through the loop. */
export interface LoopBody {
  /** Inputs that take one slice, along a new first axis, at each iteration. */
  readonly scanned: readonly Tensor[];
  /** Inputs that are carried on, with the value that each has in the next iteration. */
  readonly carried: readonly { readonly input: Tensor; readonly next: Tensor }[];
  /** Results of every iteration, stacked along a new first axis. */
  readonly collected: Readonly<Record<string, Tensor>>;
}

/** Name of the model output that holds a carried input's last value. */
export function carriedOutput(input: string): string {
  return `${input}.next`;
}

/**
 * Encodes a loop as an ONNX model: one run call makes as many iterations as its scanned inputs have slices. Inputs
 * keep their names; carried ones come out under `carriedOutput(name)`.
 */
export function encodeLoop({ scanned, carried, collected }: LoopBody): Uint8Array {
  const outer = new NodeEmitter('');
  const inner = new NodeEmitter('step/');
  const roots = [...carried.map(({ next }) => next), ...Object.values(collected)];
  const scannedInputs = scanned.map(inputName);
  const carriedInputs = carried.map(({ input }) => inputName(input));
  const body = emitTensors(inner, roots, ({ name }) => {
    if (carriedInputs.includes(name)) return `step/${name}`;
    return scannedInputs.includes(name) ? inner.node('Gather', [name, 'step/iteration'], { axis: 0 }) : name;
  });
  // A subgraph's outputs must be its own nodes' results, each under a name of its own; copying only where they are not
  // spares a pass over every parameter and moment.
  const results = roots.map((root, index) => {
    const own = root.origin.kind === 'operation' && roots.indexOf(root) === index;
    return own ? body.nameOf(root) : inner.node('Identity', [body.nameOf(root)]);
  });
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
    output: [valueInfo(proceed, 'bool', []), ...roots.map((root, index) => info(root, results[index]!))],
  });

  const iterations = outer.node('Gather', [outer.node('Shape', [scannedInputs[0]!]), outer.scalar(0, 'int64')]);
  const outputNames = [...carriedInputs.map(carriedOutput), ...Object.keys(collected)];
  outer.named('Loop', [iterations, '', ...carriedInputs], outputNames, { body: { graph } });
  const stacked = (tensor: Tensor, name: string) => valueInfo(name, tensor.type, ['steps', ...tensor.shape]);
  const invariant = body.inputs.filter(({ name }) => !scannedInputs.includes(name) && !carriedInputs.includes(name));
  return encodeFile(
    create(GraphProtoSchema, {
      name: 'loop',
      node: outer.nodes,
      initializer: [...outer.initializers, ...body.weights],
      input: [
        ...scanned.map((tensor) => stacked(tensor, inputName(tensor))),
        ...carried.map(({ input }) => info(input, inputName(input))),
        ...invariant.map(({ name, tensor }) => info(tensor, name)),
      ],
      output: [
        ...carried.map(({ input }) => info(input, carriedOutput(inputName(input)))),
        ...Object.entries(collected).map(([name, tensor]) => stacked(tensor, name)),
      ],
    }),
  );
}

function inputName({ origin }: Tensor): string {
  if (origin.kind !== 'input') throw new Error('not an input of the graph');
  return origin.name;
}
