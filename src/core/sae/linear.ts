import type { Tensor } from '../graph/tensor';
import type { Architecture } from './architecture';

/** The four tensors of an SAE of one linear encoder and one linear decoder, laid out as in SAELens. */
export type LinearParameter = 'W_enc' | 'b_enc' | 'W_dec' | 'b_dec';

/** What architectures of one linear encoder and one linear decoder have in common. */
export const linear: Pick<
  Architecture<LinearParameter>,
  'parameters' | 'neuronParameter' | 'decode' | 'squaredErrors'
> = {
  parameters: ({ width, encodingDim }) => ({
    W_enc: [width, encodingDim],
    b_enc: [encodingDim],
    W_dec: [encodingDim, width],
    b_dec: [width],
  }),
  neuronParameter: 'b_enc',
  decode: (p, activations) => activations.matMul(p.W_dec).add(p.b_dec),
  squaredErrors: (p, h, x) => {
    const rows = x.shape[0]!;
    // About their mean numbers are smaller, and so is what their differences lose.
    const mean = x.mean([0], true);
    const [y, b] = [x.sub(mean), p.b_dec.sub(mean)];
    const toNeurons = p.W_dec.transpose();
    // |h·W|² + 2 h·W·b + |b|² - 2 h·W·y + |y|², summed over rows, over which y adds up to 0.
    const reconstructions = total(h.transpose().matMul(h).mul(p.W_dec.matMul(toNeurons)));
    const biases = total(h.sum([-2], true).mul(b.matMul(toNeurons)));
    const likeness = total(h.transpose().matMul(y).mul(p.W_dec));
    return reconstructions
      .add(biases.sub(likeness).mul(2))
      .add(b.sumOfSquares(b.rank - 2).mul(rows))
      .add(y.sumOfSquares());
  },
};

/** Over rows and columns. */
function total(matrices: Tensor): Tensor {
  return matrices.sum([-1]).sum([-1]);
}
