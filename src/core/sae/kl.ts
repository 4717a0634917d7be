import type { Tensor } from '../graph/tensor';
import { meanSquaredError, type Architecture } from './architecture';
import { uniform } from './initialisation';
import { linear, type LinearParameter } from './linear';

/**
 * The notebook's SAE: ReLU neurons, with a penalty on the Kullback–Leibler divergence of each neuron's mean activation
 * from a target, and one on the mean activation. The mean activation is not a firing frequency: the divergence pulls
 * means towards the target and does not by itself make neurons fire seldom.
 */
export const kl: Architecture<LinearParameter, 'sparsity_target' | 'sparsity_weight' | 'l1_weight'> = {
  name: 'kl',
  hyperparameters: ['sparsity_target', 'sparsity_weight', 'l1_weight'],
  ...linear,
  needsDataMean: false,

  /** As torch.nn.Linear: weights and biases uniform in ±1/√(inputs of the layer). */
  initialise: ({ width, encodingDim }, random) => ({
    W_enc: uniform(random, [width, encodingDim], 1 / Math.sqrt(width)),
    b_enc: uniform(random, [encodingDim], 1 / Math.sqrt(width)),
    W_dec: uniform(random, [encodingDim, width], 1 / Math.sqrt(encodingDim)),
    b_dec: uniform(random, [width], 1 / Math.sqrt(encodingDim)),
  }),

  encode: (p, x) => x.matMul(p.W_enc).add(p.b_enc).relu(),

  loss: (pass, { sparsity_target, sparsity_weight, l1_weight }, { klClamp, penaltyCap }) => {
    const bounds = { min: klClamp.low, max: klClamp.high };
    const one = sparsity_target.graph.constant(1);
    const means = pass.activations.mean([-2]);
    const [target, q] = [perNeuron(sparsity_target).clamp(bounds), means.clamp(bounds)];
    const on = target.mul(target.log().sub(q.log()));
    const off = one.sub(target).mul(one.sub(target).log().sub(one.sub(q).log()));
    const { padding } = pass;
    const divergences = padding ? padding.theirs.where(on.add(off), 0) : on.add(off);
    const divergence = divergences.sum([-1]);
    const sparsityPenalty = penaltyCap === null ? divergence : divergence.clamp({ max: penaltyCap });
    // Activations are never negative.
    const l1Penalty = padding ? means.sum([-1]).div(padding.counts) : means.mean([-1]);
    const mse = meanSquaredError(pass);
    const loss = mse.add(sparsityPenalty.mul(sparsity_weight)).add(l1Penalty.mul(l1_weight));
    return { loss, mse, sparsityPenalty, l1Penalty };
  },
};

/** A number for each SAE, as what goes with all of its neurons. */
function perNeuron(hyperparameter: Tensor): Tensor {
  return hyperparameter.rank === 0 ? hyperparameter : hyperparameter.reshape([...hyperparameter.shape, 1]);
}
