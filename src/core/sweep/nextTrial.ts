import type { Strategy } from '../config/sweepConfig';
import { parametersText, sizeOf, type SearchSpace, type TrialParameters } from './searchSpace';
import { bayesianParameters, type KnownTrial } from './strategies/bayesian';
import { gridParameters } from './strategies/grid';
import { hypercubeParameters, randomParameters } from './strategies/sampling';

/** What decides which trials a sweep has. */
export interface SearchPlan {
  readonly space: SearchSpace;
  readonly strategy: Strategy;
  readonly seed: number;
  /** The most trials; null for a grid that is trained whole. */
  readonly trials: number | null;
}

/** A trial that is to be trained. */
export interface ChosenTrial {
  readonly trial: number;
  readonly parameters: TrialParameters;
}

/** How many numbers in a row may give parameters that were tried already, before a space counts as tried through. */
const MOST_REPEATED = 10_000;

/**
 * The trial that comes after the known ones; undefined where there is none, since there are as many as were asked for, or
 * since everything was tried. It follows from plan and known trials alone. A number that gives parameters of an earlier
 * trial is passed over; so is one that comes before a known trial's, but in a grid, of which any may be known already.
 */
export function nextTrial(plan: SearchPlan, known: readonly KnownTrial[]): ChosenTrial | undefined {
  const { space, trials } = plan;
  const tried = new Set(known.map(({ parameters }) => parametersText(parameters)));
  if (known.length >= (trials ?? Infinity) || tried.size >= sizeOf(space)) return undefined;
  const numbers = new Set(known.map(({ trial }) => trial));
  const isGrid = plan.strategy === 'grid';
  const first = isGrid ? 0 : known.reduce((highest, { trial }) => Math.max(highest, trial + 1), 0);
  const end = isGrid ? Infinity : first + MOST_REPEATED;
  for (let trial = first; trial < end; trial++) {
    if (numbers.has(trial)) continue;
    const parameters = parametersOf(plan, trial, known);
    if (parameters === undefined) return undefined;
    if (!tried.has(parametersText(parameters))) return { trial, parameters };
  }
  return undefined;
}

function parametersOf(
  { space, strategy, seed, trials }: SearchPlan,
  trial: number,
  known: readonly KnownTrial[],
): TrialParameters | undefined {
  switch (strategy) {
    case 'grid':
      return gridParameters(space, trial);
    case 'random':
      return randomParameters(space, seed, trial);
    case 'latin_hypercube':
      return hypercubeParameters(space, seed, trial, trials ?? 1);
    case 'bayesian':
      return bayesianParameters(space, seed, trial, known);
  }
}
