import { randomStream } from '../random/stream';
import { parametersAt, type SearchSpace, type TrialParameters } from './searchSpace';
import { featuresOf, scalesOf } from './surrogate/features';
import { GaussianProcess } from './surrogate/gaussianProcess';

/** How much of an objective's variance over the space a key accounts for, from 0 to 1. */
export interface Importance {
  readonly key: string;
  /** By itself: Sobol's first-order index. */
  readonly alone: number;
  /** With all that it does together with other keys: the total index. */
  readonly total: number;
}

const POINTS = 1024;
/** Fewer trials say nothing of what matters. */
const FEWEST_TRIALS = 4;

/**
 * How much each key of a space matters to an objective: Sobol's indices of what a Gaussian process of the trials expects
 * over the whole space, by the estimators of Saltelli et al. (2010, "Variance based sensitivity analysis of model
 * output", table 2 b and f). This is functional ANOVA (Hutter, Hoos and Leyton-Brown 2014) of another surrogate. Empty
 * where there are too few trials, or none differs.
 *
 * @param values an objective of each trial, finite
 */
export function importances(
  space: SearchSpace,
  trials: readonly TrialParameters[],
  values: readonly number[],
): Importance[] {
  if (trials.length < FEWEST_TRIALS || values.every((value) => value === values[0])) return [];
  const rows = trials.map((parameters) => featuresOf(space, parameters));
  const process = GaussianProcess.fit({ rows, scaleOf: scalesOf(space) }, values);
  const expected = (point: Float64Array) => process.predict(featuresOf(space, parametersAt(space, point))).mean;
  const random = randomStream(0, 'search', 0);
  const points = () => Array.from({ length: POINTS }, () => random.uniformFloats(space.length, 0, 1));
  const [a, b] = [points(), points()];
  const [ofA, ofB] = [a.map(expected), b.map(expected)];
  const centre = mean([...ofA, ...ofB]);
  const variance = mean([...ofA, ...ofB].map((value) => (value - centre) ** 2));
  if (variance === 0) return [];
  return space.map(({ key }, dimension) => {
    // Points of A with this dimension of B.
    const mixed = a.map((point, i) => expected(point.with(dimension, b[i]![dimension]!)));
    const alone = mean(mixed.map((value, i) => (ofB[i]! - centre) * (value - ofA[i]!))) / variance;
    const total = mean(mixed.map((value, i) => (ofA[i]! - value) ** 2)) / 2 / variance;
    return { key, alone: limited(alone), total: limited(total) };
  });
}

/** Estimates may lie a little beyond what they estimate. */
const limited = (value: number) => Math.min(1, Math.max(0, value));

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
