import { solveLower } from './cholesky';
import { logMarginalLikelihood, solve, type Solution, type ValueAndGradient } from './marginalLikelihood';
import { inverseLengths, matern, type Inputs, type LogParameters } from './matern';
import { minimise } from './minimise';

/** What a Gaussian process expects at an input. */
export interface Prediction {
  readonly mean: number;
  /** Of the value without noise. */
  readonly variance: number;
}

const STEPS = 60;
/** Where fits start from, as multiples of the prior's most likely length. */
const STARTS = [1, 0.2];
/** What is added to the noise, step by step, where the covariance is not positive definite in doubles. */
const MOST_JITTER = 8;

/**
 * A Gaussian process with Matérn's kernel, a length scale per dimension and noise, fitted to observations by the most
 * probable parameters: marginal likelihood times priors, which keep a fit to a few observations from extremes.
 */
export class GaussianProcess {
  private readonly scales: Float64Array;

  private constructor(
    private readonly inputs: Inputs,
    private readonly y: Float64Array,
    readonly parameters: LogParameters,
    private readonly solution: Solution,
    private readonly shift: { readonly mean: number; readonly deviation: number },
  ) {
    this.scales = inverseLengths(parameters, inputs.scaleOf);
  }

  /** @param y one observation per input, at least one */
  static fit(inputs: Inputs, y: readonly number[]): GaussianProcess {
    const { values, shift } = standardised(y);
    const dimensions = Math.max(...inputs.scaleOf) + 1;
    const prior = priorOf(dimensions);
    const evaluate = (x: Float64Array) => negativeLogPosterior(inputs, values, x, prior);
    const fits = STARTS.flatMap((multiple) => {
      const start = prior.map(({ mean }, i) => mean + (isLength(i, dimensions) ? Math.log(multiple) : 0));
      return minimise(evaluate, Float64Array.from(start), STEPS) ?? [];
    });
    const best = fits.toSorted((a, b) => a.value - b.value)[0]?.x ?? Float64Array.from(prior, ({ mean }) => mean);
    return GaussianProcess.conditioned(inputs, values, named(best), shift);
  }

  /** With given parameters instead of fitted ones, on observations whose mean is taken to be 0. */
  static of(inputs: Inputs, y: readonly number[], parameters: LogParameters): GaussianProcess {
    return GaussianProcess.conditioned(inputs, Float64Array.from(y), parameters, { mean: 0, deviation: 1 });
  }

  private static conditioned(
    inputs: Inputs,
    y: Float64Array,
    parameters: LogParameters,
    shift: { mean: number; deviation: number },
  ): GaussianProcess {
    for (let jitter = 0; jitter <= MOST_JITTER; jitter++) {
      const noise = Math.log(Math.exp(parameters.noise) + (jitter === 0 ? 0 : 10 ** (jitter - MOST_JITTER - 2)));
      const solution = solve(inputs, y, { ...parameters, noise });
      if (solution) return new GaussianProcess(inputs, y, { ...parameters, noise }, solution, shift);
    }
    throw new Error('the covariance of the trials is not positive definite');
  }

  predict(input: Float64Array): Prediction {
    const { rows } = this.inputs;
    const variance = Math.exp(this.parameters.variance);
    const covariances = Float64Array.from(rows, (row) => matern(row, input, this.scales, variance));
    let mean = 0;
    for (let i = 0; i < rows.length; i++) mean += covariances[i]! * this.solution.weights[i]!;
    const explained = solveLower(this.solution.lower, covariances).reduce((sum, value) => sum + value * value, 0);
    const { mean: offset, deviation } = this.shift;
    return { mean: offset + deviation * mean, variance: deviation ** 2 * Math.max(0, variance - explained) };
  }

  /** The same process, having also seen what it expects itself at further inputs. */
  believing(inputs: readonly Float64Array[]): GaussianProcess {
    if (inputs.length === 0) return this;
    const { mean, deviation } = this.shift;
    const expected = inputs.map((input) => (this.predict(input).mean - mean) / deviation);
    return GaussianProcess.conditioned(
      { rows: [...this.inputs.rows, ...inputs], scaleOf: this.inputs.scaleOf },
      Float64Array.from([...this.y, ...expected]),
      this.parameters,
      this.shift,
    );
  }
}

/** A normal distribution of the logarithm of a parameter. */
interface Prior {
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The lengths' prior grows with the square root of the number of dimensions, as distances in a cube do (Hvarfner,
 * Hellsten and Nardi 2024, "Vanilla Bayesian optimization performs great in high dimensions"), here around half of a
 * cube's side, since spaces have few dimensions.
 */
function priorOf(dimensions: number): readonly Prior[] {
  const length = { mean: Math.log(0.5 * Math.sqrt(dimensions)), deviation: 1 };
  return [{ mean: 0, deviation: 1 }, ...Array.from({ length: dimensions }, () => length), { mean: -8, deviation: 1 }];
}

const isLength = (index: number, dimensions: number) => index > 0 && index <= dimensions;

function named(x: Float64Array): LogParameters {
  return { variance: x[0]!, lengths: Array.from(x.subarray(1, -1)), noise: x.at(-1)! };
}

function negativeLogPosterior(
  inputs: Inputs,
  y: Float64Array,
  x: Float64Array,
  prior: readonly Prior[],
): ValueAndGradient | undefined {
  const likelihood = logMarginalLikelihood(inputs, y, named(x));
  if (!likelihood || !Number.isFinite(likelihood.value)) return undefined;
  const z = prior.map(({ mean, deviation }, i) => (x[i]! - mean) / deviation);
  return {
    value: z.reduce((sum, value) => sum + value ** 2 / 2, -likelihood.value),
    gradient: likelihood.gradient.map((slope, i) => z[i]! / prior[i]!.deviation - slope),
  };
}

function standardised(y: readonly number[]) {
  const mean = y.reduce((sum, value) => sum + value, 0) / y.length;
  const deviation = Math.sqrt(y.reduce((sum, value) => sum + (value - mean) ** 2, 0) / y.length) || 1;
  return { values: Float64Array.from(y, (value) => (value - mean) / deviation), shift: { mean, deviation } };
}
