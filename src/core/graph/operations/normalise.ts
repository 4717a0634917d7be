import { operation } from '../operation';
import type { Tensor } from '../tensor';

/** Over the last axis. */
export const softmax = operation<readonly [Tensor]>('Softmax', {
  shape: ([x]) => x.shape,
  onnx: (emitter, [x]) => emitter.node('Softmax', [x], { axis: -1 }),
  gradient: (_, out, d) => [out.mul(d.sub(d.mul(out).sum([-1], true)))],
});

/** x centred over the last axis, and the standard deviation that normalises it: √(variance + epsilon), biased. */
export function centred(x: Tensor, epsilon: number): { centred: Tensor; scale: Tensor } {
  const difference = x.sub(x.mean([-1], true));
  return { centred: difference, scale: difference.mul(difference).mean([-1], true).add(epsilon).sqrt() };
}

/** Inputs: x [..., width], weight [width], bias [width] (Ba, Kiros and Hinton 2016). */
export const layerNormalization = operation<readonly [Tensor, Tensor, Tensor], { epsilon: number }>(
  'LayerNormalization',
  {
    shape: ([x]) => x.shape,
    onnx: (emitter, inputs, { type }, { epsilon }) => {
      if (type === 'float32')
        return emitter.node('LayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon } });
      // The operator keeps its epsilon in float32, which would spoil a result in float64.
      const [x, weight, bias] = inputs;
      const mean = (of: string) => emitter.node('ReduceMean', [of], { axes: [-1] });
      const difference = emitter.node('Sub', [x, mean(x)]);
      const variance = mean(emitter.node('Mul', [difference, difference]));
      const scale = emitter.node('Sqrt', [emitter.node('Add', [variance, emitter.scalar(epsilon, type)])]);
      const normalised = emitter.node('Div', [difference, scale]);
      return emitter.node('Add', [emitter.node('Mul', [normalised, weight]), bias]);
    },
    gradient: ([x, weight, bias], _, d, { epsilon }) => {
      const { centred: difference, scale } = centred(x, epsilon);
      const normalised = difference.div(scale);
      const dNormalised = d.mul(weight);
      const dX = dNormalised
        .sub(dNormalised.mean([-1], true))
        .sub(normalised.mul(dNormalised.mul(normalised).mean([-1], true)))
        .div(scale);
      return [dX, d.mul(normalised).sumTo(weight.shape), d.sumTo(bias.shape)];
    },
  },
);
