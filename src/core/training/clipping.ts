import type { Tensor } from '../graph/tensor';

/** The Euclidean norm of all gradients together. */
export function globalNorm(gradients: readonly Tensor[]): Tensor {
  return gradients
    .map((gradient) => gradient.sumOfSquares())
    .reduce((sum, squares) => sum.add(squares))
    .sqrt();
}

/** The factor that brings gradients of this norm to at most `maximum`, as torch.nn.utils.clip_grad_norm_. */
export function clipFactor(norm: Tensor, maximum: number): Tensor {
  return norm.graph.constant(maximum).div(norm.add(1e-6)).clamp({ max: 1 });
}
