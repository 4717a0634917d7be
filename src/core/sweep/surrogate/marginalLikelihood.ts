import { cholesky, inverseOf, solveLower, solveTransposed } from './cholesky';
import { inverseLengths, matern, maternSlope, type Inputs, type LogParameters } from './matern';

/** A value and its derivatives by the parameters, in the order variance, lengths, noise. */
export interface ValueAndGradient {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** The Cholesky factor of the covariance of noisy observations, and that covariance's inverse times the observations. */
export interface Solution {
  readonly lower: Float64Array;
  readonly weights: Float64Array;
}

/** Undefined where the covariance is not positive definite as far as doubles can tell. */
export function solve(inputs: Inputs, y: Float64Array, parameters: LogParameters): Solution | undefined {
  const n = y.length;
  const [scales, variance] = [inverseLengths(parameters, inputs.scaleOf), Math.exp(parameters.variance)];
  const covariance = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) covariance[i * n + j] = matern(inputs.rows[i]!, inputs.rows[j]!, scales, variance);
    covariance[i * n + i] = variance + Math.exp(parameters.noise);
  }
  const lower = cholesky(covariance, n);
  return lower && { lower, weights: solveTransposed(lower, solveLower(lower, y)) };
}

/**
 * The logarithm of the marginal likelihood of observations and its gradient (Rasmussen and Williams 2006, equations 2.30
 * and 5.9). Undefined where the covariance is not positive definite as far as doubles can tell.
 *
 * @param y observations, whose mean is taken to be 0
 */
export function logMarginalLikelihood(
  inputs: Inputs,
  y: Float64Array,
  parameters: LogParameters,
): ValueAndGradient | undefined {
  const n = y.length;
  const solution = solve(inputs, y, parameters);
  if (!solution) return undefined;
  const { lower, weights } = solution;
  let value = (-n / 2) * Math.log(2 * Math.PI);
  for (let i = 0; i < n; i++) value -= 0.5 * y[i]! * weights[i]! + Math.log(lower[i * n + i]!);
  return { value, gradient: gradientOf(inputs, parameters, weights, inverseOf(lower, n)) };
}

/** ½ tr((w wᵀ - K⁻¹) ∂K/∂θ) for each parameter θ. */
function gradientOf(inputs: Inputs, parameters: LogParameters, weights: Float64Array, inverse: Float64Array) {
  const { rows, scaleOf } = inputs;
  const n = rows.length;
  const [scales, variance] = [inverseLengths(parameters, scaleOf), Math.exp(parameters.variance)];
  const gradient = new Float64Array(parameters.lengths.length + 2);
  const noiseAt = gradient.length - 1;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      // The triangle that is left out counts as much as this one; the diagonal counts once.
      const factor = (weights[i]! * weights[j]! - inverse[i * n + j]!) * (i === j ? 0.5 : 1);
      const covariance = matern(rows[i]!, rows[j]!, scales, variance);
      gradient[0]! += factor * covariance;
      if (i === j) gradient[noiseAt]! += factor * Math.exp(parameters.noise);
      else addLengths(gradient, factor, rows[i]!, rows[j]!, scales, scaleOf, variance);
    }
  }
  return gradient;
}

function addLengths(
  gradient: Float64Array,
  factor: number,
  a: Float64Array,
  b: Float64Array,
  scales: Float64Array,
  scaleOf: readonly number[],
  variance: number,
): void {
  let squared = 0;
  for (let f = 0; f < a.length; f++) squared += ((a[f]! - b[f]!) * scales[f]!) ** 2;
  const slope = factor * maternSlope(squared, variance);
  for (let f = 0; f < a.length; f++) gradient[1 + scaleOf[f]!]! += slope * ((a[f]! - b[f]!) * scales[f]!) ** 2;
}
