import { randomStream, type RandomStream } from '../../random/stream';
import { scalarise } from '../scalarise';
import { parametersAt, parametersText, pointOf, type SearchSpace, type TrialParameters } from '../searchSpace';
import { logExpectedImprovement } from '../surrogate/expectedImprovement';
import { featuresOf, scalesOf } from '../surrogate/features';
import { GaussianProcess } from '../surrogate/gaussianProcess';
import { hypercubeParameters, randomParameters } from './sampling';

/** A trial that was chosen before, as far as the choice of the next one goes. */
export interface KnownTrial {
  readonly trial: number;
  readonly parameters: TrialParameters;
  /** `done` with its objectives, smaller being better; `failed` where it has none; `pending` where it is not over. */
  readonly outcome: { readonly state: 'done'; readonly values: readonly number[] } | { state: 'failed' | 'pending' };
}

const RANDOM_CANDIDATES = 1000;
/** Of the best trials so far, and how many candidates lie near each. */
const NEIGHBOURED = 5;
const NEIGHBOURS = 40;
const NEIGHBOURHOOD = 0.1;
/** Candidates that are improved step by step, and how. */
const CLIMBERS = 4;
const CLIMBS = 80;
const LAST_STEP = 0.003;

/** How many trials are spread over the space before the first is chosen by what is known: ten, as a rule. */
function startingTrials(space: SearchSpace): number {
  return Math.min(10, 2 * space.length + 2);
}

/**
 * Trial `t` of a Bayesian search: the one of which a Gaussian process of the trials so far expects the most improvement.
 * The first ones are a Latin hypercube. What trials that are not over yet will give is taken to be what the process
 * expects of them (Ginsbourger, Le Riche and Carraro 2010, "kriging believer"), so that trials chosen at the same time
 * differ.
 *
 * It follows from the seed, t and the known trials alone, and is none of these; undefined where it found no other.
 */
export function bayesianParameters(
  space: SearchSpace,
  seed: number,
  t: number,
  known: readonly KnownTrial[],
): TrialParameters | undefined {
  const random = randomStream(seed, 'search', t);
  const inOrder = known.toSorted((a, b) => a.trial - b.trial);
  const over = inOrder.filter(({ outcome }) => outcome.state !== 'pending');
  const values = over.map(({ outcome }) => (outcome.state === 'done' ? outcome.values : null));
  if (t < startingTrials(space)) return hypercubeParameters(space, seed, t, startingTrials(space));
  if (values.filter((value) => value !== null).length < 2) return randomParameters(space, seed, t);
  const scalars = scalarise(values, random);
  const rows = over.map(({ parameters }) => featuresOf(space, parameters));
  const process = GaussianProcess.fit({ rows, scaleOf: scalesOf(space) }, scalars);
  const waited = inOrder
    .filter(({ outcome }) => outcome.state === 'pending')
    .map(({ parameters }) => featuresOf(space, parameters));
  const informed = process.believing(waited);
  const best = Math.min(...[...rows, ...waited].map((row) => informed.predict(row).mean));
  const tried = new Set(known.map(({ parameters }) => parametersText(parameters)));
  const acquisition = (point: Float64Array): number => {
    const parameters = parametersAt(space, point);
    if (tried.has(parametersText(parameters))) return -Infinity;
    return logExpectedImprovement(informed.predict(featuresOf(space, parameters)), best);
  };
  const good = over
    .map(({ parameters }, i) => ({ parameters, value: scalars[i]! }))
    .toSorted((a, b) => a.value - b.value)
    .slice(0, NEIGHBOURED);
  const centres = good.map(({ parameters }) => pointOf(space, parameters));
  const found = climb(acquisition, candidates(space, random, centres), random);
  return found && parametersAt(space, found);
}

function candidates(space: SearchSpace, random: RandomStream, centres: readonly Float64Array[]): Float64Array[] {
  const anywhere = Array.from({ length: RANDOM_CANDIDATES }, () => random.uniformFloats(space.length, 0, 1));
  const near = centres.flatMap((centre) => {
    return Array.from({ length: NEIGHBOURS }, () => moved(centre, NEIGHBOURHOOD, random));
  });
  return [...anywhere, ...near];
}

/** The point of the highest acquisition that a random walk from the best candidates finds; undefined where all have none. */
function climb(
  acquisition: (point: Float64Array) => number,
  points: readonly Float64Array[],
  random: RandomStream,
): Float64Array | undefined {
  const scored = points.map((point) => ({ point, value: acquisition(point) }));
  const starts = scored.toSorted((a, b) => descending(a.value, b.value)).slice(0, CLIMBERS);
  const tops = starts.map((start) => {
    let top = start;
    for (let i = 0; i < CLIMBS; i++) {
      const step = NEIGHBOURHOOD * (LAST_STEP / NEIGHBOURHOOD) ** (i / CLIMBS);
      const point = moved(top.point, step, random);
      const value = acquisition(point);
      if (value > top.value) top = { point, value };
    }
    return top;
  });
  const [highest] = tops.toSorted((a, b) => descending(a.value, b.value));
  return highest && highest.value > -Infinity ? highest.point : undefined;
}

/** A difference of two infinities is no number. */
const descending = (a: number, b: number) => (a === b ? 0 : b > a ? 1 : -1);

/** A point near another, normally distributed (Box and Muller 1958) and kept within the cube. */
function moved(point: Float64Array, deviation: number, random: RandomStream): Float64Array {
  return point.map((coordinate) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
    return Math.min(1, Math.max(0, coordinate + deviation * normal));
  });
}
