/** Inputs of a Gaussian process, and which length scale each of their features is measured in. */
export interface Inputs {
  /** A row of features per input. */
  readonly rows: readonly Float64Array[];
  /** Per feature, the index of its length scale: features that tell one thing together share one. */
  readonly scaleOf: readonly number[];
}

/** The logarithms of what a Gaussian process is fitted by. */
export interface LogParameters {
  readonly variance: number;
  /** Of the length scales: how far apart inputs are in a feature that have little to do with each other. */
  readonly lengths: readonly number[];
  /** Of the variance of the noise. */
  readonly noise: number;
}

const SQRT_5 = Math.sqrt(5);

/**
 * The covariance of two inputs by Matérn's kernel with ν = 5/2 and a length scale per dimension (Rasmussen and Williams
 * 2006, equation 4.17): σ² (1 + √5 r + 5 r²/3) exp(-√5 r), where r² = Σ (Δ_j / ℓ_j)².
 */
export function matern(a: Float64Array, b: Float64Array, inverseLengths: Float64Array, variance: number): number {
  let squared = 0;
  for (let j = 0; j < a.length; j++) squared += ((a[j]! - b[j]!) * inverseLengths[j]!) ** 2;
  const s = SQRT_5 * Math.sqrt(squared);
  return variance * (1 + s + (s * s) / 3) * Math.exp(-s);
}

/** ∂k / ∂ log ℓ_j over (Δ_j / ℓ_j)², from k's own value of r² = `squared`. */
export function maternSlope(squared: number, variance: number): number {
  const s = SQRT_5 * Math.sqrt(squared);
  return variance * (5 / 3) * (1 + s) * Math.exp(-s);
}

/** One over the length scale of each feature. */
export function inverseLengths({ lengths }: LogParameters, scaleOf: readonly number[]): Float64Array {
  return Float64Array.from(scaleOf, (scale) => Math.exp(-lengths[scale]!));
}
