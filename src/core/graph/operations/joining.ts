import { sizeOf } from '../../floatArray';
import { operation } from '../operation';
import type { Tensor } from '../tensor';

/** Vectors one after another. */
export const concat = operation<readonly Tensor[]>('Concat', {
  shape: (parts) => {
    const wrong = parts.find(({ rank }) => rank !== 1);
    if (wrong) throw new Error(`only vectors can be joined, not a tensor [${wrong.shape.join()}]`);
    return [parts.reduce((length, part) => length + part.shape[0]!, 0)];
  },
  onnx: (emitter, parts) => emitter.node('Concat', parts, { axis: 0 }),
  gradient: (parts, _, d) =>
    split(
      d,
      parts.map(({ shape }) => shape[0]!),
    ),
});

type Part = { readonly lengths: readonly number[]; readonly index: number };

const part = operation<readonly [Tensor], Part>('Split', {
  shape: (_, { lengths, index }) => [lengths[index]!],
  onnx: (emitter, [x], _, { lengths, index }) =>
    emitter.sharedOutputs('Split', [x, emitter.indices(lengths)], lengths.length)[index]!,
  gradient: ([x], _, d, { lengths, index }) => {
    const zeros = (before: readonly number[]) => {
      const length = before.reduce((sum, each) => sum + each, 0);
      return length === 0 ? [] : [x.graph.constant(0, [], x.type).expand([length])];
    };
    return [concat([...zeros(lengths.slice(0, index)), d, ...zeros(lengths.slice(index + 1))])];
  },
});

/** A vector taken apart into vectors of these lengths, which add up to its own. */
export function split(x: Tensor, lengths: readonly number[]): Tensor[] {
  const sum = lengths.reduce((total, length) => total + length, 0);
  if (x.rank !== 1 || sum !== sizeOf(x.shape)) {
    throw new Error(`cannot split a tensor [${x.shape.join()}] into vectors of ${lengths.join()}`);
  }
  return lengths.map((_, index) => part([x], { lengths, index }));
}
