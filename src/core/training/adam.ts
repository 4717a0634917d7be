import type { Tensor } from '../graph/tensor';

const BETA1 = 0.9;
const BETA2 = 0.999;
const EPSILON = 1e-8;

/** Running means of a parameter's gradient and of its square. */
export interface Moments {
  readonly m: Tensor;
  readonly v: Tensor;
}

/** Scalars of one step that follow from the step count and the learning rate alone. */
export interface AdamScalars<Value> {
  readonly updateScale: Value;
  readonly updateEpsilon: Value;
}

/**
 * Adam's scalars at a step (Kingma and Ba 2015, section 2, last paragraph: the order of computation that spares the
 * bias-corrected copies of both moments). Computed on the host in double precision, as PyTorch does.
 *
 * @param step counted from 1 since the moments were zero
 */
export function adamScalars(step: number, learningRate: number): AdamScalars<number> {
  const correction = Math.sqrt(1 - BETA2 ** step);
  return { updateScale: (learningRate / (1 - BETA1 ** step)) * correction, updateEpsilon: EPSILON * correction };
}

/**
 * One Adam step without weight decay.
 *
 * @param scale factor of the gradient, a scalar: kept apart so that it costs no pass over the gradient of its own
 */
export function adam(
  parameter: Tensor,
  { m, v }: Moments,
  gradient: Tensor,
  scale: Tensor,
  { updateScale, updateEpsilon }: AdamScalars<Tensor>,
): Moments & { readonly parameter: Tensor } {
  const nextM = m.mul(BETA1).add(gradient.mul(scale.mul(1 - BETA1)));
  const nextV = v.mul(BETA2).add(gradient.mul(gradient).mul(scale.mul(scale).mul(1 - BETA2)));
  const update = nextM.mul(updateScale).div(nextV.sqrt().add(updateEpsilon));
  return { parameter: parameter.sub(update), m: nextM, v: nextV };
}
