import { typeCode } from '../onnx/proto';
import { operation } from '../operation';
import { broadcast } from '../shape';
import type { Tensor } from '../tensor';

type Binary = readonly [Tensor, Tensor];

/** Comparisons give masks: bool tensors, through which no gradient flows. */
function comparison(name: string) {
  return operation<Binary>(name, { shape: ([a, b]) => broadcast(a.shape, b.shape), type: () => 'bool' });
}

export const greater = comparison('Greater');
export const greaterOrEqual = comparison('GreaterOrEqual');
export const lessOrEqual = comparison('LessOrEqual');
export const and = comparison('And');

/** Inputs: condition (bool), value where true, value where false. A masked derivative is 0 even where d is infinite. */
export const where = operation<readonly [Tensor, Tensor, Tensor]>('Where', {
  shape: ([condition, a, b]) => broadcast(condition.shape, broadcast(a.shape, b.shape)),
  type: ([, a]) => a.type,
  gradient: ([condition, a, b], _, d) => [
    undefined,
    condition.where(d, 0).sumTo(a.shape),
    condition.where(0, d).sumTo(b.shape),
  ],
});

export const toFloat = operation<readonly [Tensor]>('Cast', {
  shape: ([mask]) => mask.shape,
  type: ([mask]) => mask.graph.floatType,
  onnx: (emitter, [mask], node) => emitter.node('Cast', [mask], { to: typeCode(node.type) }),
});
