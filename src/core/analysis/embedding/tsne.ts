import { randomStream } from '../../random/stream';
import { affinities, type Affinities } from './affinities';
import { nearestNeighbours } from './nearestNeighbours';
import { pca } from './pca';
import { Distances, type Points } from './points';
import { TsneGradient } from './tsneGradient';

export interface TsneOptions {
  /** About how many neighbours count: more than 1, and fewer than there are points. */
  readonly perplexity: number;
  readonly seed: number;
}

export interface TsneResult {
  /** [points, 2] */
  readonly points: Float64Array;
  readonly klDivergence: number;
  readonly iterations: number;
}

const NEIGHBOURS_PER_PERPLEXITY = 3;
/** Exaggerated pulls gather clusters; let go of little by little, they leave fewer points on the wrong side of others. */
const EXAGGERATION = { factor: 12, iterations: 250, letGo: 400 };
const MOMENTUM = { early: 0.5, late: 0.8 };
const MOST_ITERATIONS = 1000;
const SMALL_GRADIENT = 1e-7;
/** Step sizes: this many points' share, and at least so much. */
const RATE = { early: { per: 48, least: 50 }, late: { per: 24, least: 100 } };
/** The standard deviation of the first coordinate to begin with, and the most that chance adds to it. */
const START = { deviation: 1e-4, noise: 1e-6 };
/** Of the time, roughly. */
const NEIGHBOURS_SHARE = 0.1;

/**
 * Barnes-Hut t-SNE (van der Maaten 2014), begun from the first two principal components (Kobak and Berens 2019), with a
 * trace of noise that parts points which are equal; step sizes grow with the number of points (Belkina et al. 2019), and
 * gains are those of Jacobs 1988, as in scikit-learn. Early exaggeration lasts 250 iterations as usual, but does not end
 * at once: its factor goes down to 1 over 400 more, which finds better minima. 1000 iterations in all, unless the
 * gradient vanishes before.
 *
 * Yields how much is done, from 0 to 1; whoever does not ask for more stops it.
 */
export function* tsne(data: Points, { perplexity, seed }: TsneOptions): Generator<number, TsneResult> {
  const { count } = data;
  const each = Math.min(count - 1, Math.floor(NEIGHBOURS_PER_PERPLEXITY * perplexity) + 1);
  const search = nearestNeighbours(new Distances(data), each);
  let step = search.next();
  for (; step.done !== true; step = search.next()) yield NEIGHBOURS_SHARE * step.value;
  const near = affinities(step.value, perplexity);
  const points = startOf(data, seed);
  let iterations = 0;
  for (const done of optimise(points, near)) {
    iterations = done;
    yield NEIGHBOURS_SHARE + ((1 - NEIGHBOURS_SHARE) * done) / MOST_ITERATIONS;
  }
  return { points, klDivergence: new TsneGradient(near).klDivergence(points), iterations };
}

function startOf(data: Points, seed: number): Float64Array {
  const { projected, variances } = pca(data, seed);
  const scale = variances[0] > 0 ? START.deviation / Math.sqrt(variances[0]) : 0;
  const noise = randomStream(seed, 'embedding', 0);
  return projected.map((value) => scale * value + START.noise * (2 * noise.uniform() - 1));
}

/** Moves the points; yields the iterations made. */
function* optimise(points: Float64Array, near: Affinities): Generator<number> {
  const count = points.length / 2;
  const gradient = new TsneGradient(near);
  const velocity = new Float64Array(points.length);
  const gains = new Float64Array(points.length).fill(1);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    if (iteration === EXAGGERATION.iterations) {
      velocity.fill(0);
      gains.fill(1);
    }
    const phase = iteration < EXAGGERATION.iterations ? 'early' : 'late';
    const momentum = MOMENTUM[phase];
    const rate = Math.max(count / RATE[phase].per, RATE[phase].least);
    const exaggeration = exaggerationAt(iteration);
    const slopes = gradient.at(points, exaggeration);
    let squares = 0;
    let farthest = 0;
    for (let i = 0; i < points.length; i++) {
      const slope = slopes[i]!;
      squares += slope * slope;
      gains[i] = velocity[i]! * slope < 0 ? gains[i]! + 0.2 : Math.max(0.01, 0.8 * gains[i]!);
      velocity[i] = momentum * velocity[i]! - rate * gains[i]! * slope;
      points[i]! += velocity[i]!;
      farthest = Math.max(farthest, Math.abs(points[i]!));
    }
    yield iteration + 1;
    // Where exaggerated pulls have drawn everything together the gradient is small, too.
    if (exaggeration === 1 && farthest > 1 && Math.sqrt(squares) < SMALL_GRADIENT) return;
  }
}

function exaggerationAt(iteration: number): number {
  const { factor, iterations, letGo } = EXAGGERATION;
  const left = Math.min(1, Math.max(0, 1 - (iteration - iterations) / letGo));
  return factor ** left;
}
