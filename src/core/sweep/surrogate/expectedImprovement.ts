import type { Prediction } from './gaussianProcess';

const LOG_SQRT_2_PI = Math.log(2 * Math.PI) / 2;
/** Below it the tail is taken from its continued fraction, above it from a series. */
const FAR = -3;

/**
 * The logarithm of the improvement on `best`, smaller being better, that is expected of a normally distributed value
 * (Jones, Schonlau and Welch 1998, equation 15). As a logarithm it still tells candidates apart of which hardly any
 * improvement is expected (Ament et al. 2023, "Unexpected improvements to expected improvement").
 */
export function logExpectedImprovement({ mean, variance }: Prediction, best: number): number {
  const deviation = Math.sqrt(variance);
  if (deviation === 0) return mean < best ? Math.log(best - mean) : -Infinity;
  const z = (best - mean) / deviation;
  return Math.log(deviation) + logImprovement(z);
}

/** log(φ(z) + z Φ(z)), φ and Φ being the density and the distribution of the standard normal. */
function logImprovement(z: number): number {
  if (z > FAR) return Math.log(Math.exp(logDensity(z)) + z * normalDistribution(z));
  // Both terms are nearly the same there: φ(z) (1 - t M(t)) with t = -z and Mills' ratio M.
  return logDensity(z) + Math.log(oneMinusScaledMills(-z));
}

const logDensity = (z: number) => -LOG_SQRT_2_PI - (z * z) / 2;

/** Φ(z) for z > -3: ½ + φ(z) (z + z³/3 + z⁵/(3·5) + …) (Abramowitz and Stegun 1964, 26.2.11). */
function normalDistribution(z: number): number {
  if (z > 8) return 1;
  let term = z;
  let sum = z;
  for (let n = 3; Math.abs(term) > 1e-17 * Math.abs(sum); n += 2) {
    term *= (z * z) / n;
    sum += term;
  }
  return 0.5 + Math.exp(logDensity(z)) * sum;
}

/**
 * 1 - t M(t) for t ≥ 3, where M(t) = 1 / (t + 1 / (t + 2 / (t + 3 / …))) (Abramowitz and Stegun 1964, 26.2.14): with c
 * for what stands below the first 1, M = 1 / (t + 1/c), so that 1 - t M = 1 / (1 + t c).
 */
function oneMinusScaledMills(t: number): number {
  let c = t;
  for (let n = 60; n >= 2; n--) c = t + n / c;
  return 1 / (1 + t * c);
}
