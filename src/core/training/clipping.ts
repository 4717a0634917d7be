import type { Tensor } from '../graph/tensor';

/** The Euclidean norm of all gradients together; where their first `leading` axes are of several SAEs, of each. */
export function globalNorm(gradients: readonly Tensor[], leading = 0): Tensor {
  return gradients
    .map((gradient) => gradient.sumOfSquares(leading))
    .reduce((sum, squares) => sum.add(squares))
    .sqrt();
}

/** The factor that brings gradients of this norm to at most `maximum`, as torch.nn.utils.clip_grad_norm_. */
export function clipFactor(norm: Tensor, maximum: number): Tensor {
  return norm.graph.constant(maximum).div(norm.add(1e-6)).clamp({ max: 1 });
}
