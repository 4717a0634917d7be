import type { ObjectiveName } from '../config/sweepConfig';
import type { LedgerTrial } from './ledger';
import type { TrialState } from './ledgerLine';
import { minimised } from './objectives';
import { bestTrials } from './standing';

/** A trial in its sweep's order. */
export interface RankedTrial {
  readonly trial: LedgerTrial;
  /** Whether it is the best, or on the front. */
  readonly isBest: boolean;
}

/** What comes after the trials that have a result. */
const groups: readonly (readonly TrialState[])[] = [['done'], ['running'], ['paused', 'stopped', 'pruned'], ['failed']];

/**
 * Trials as a person looks for them: the best one, or the front, then the others that are done by the first objective;
 * then those that train, that wait or were left waiting, also by the first objective, and that failed.
 */
export function rankedTrials(
  trials: readonly LedgerTrial[],
  objectives: readonly ObjectiveName[],
): readonly RankedTrial[] {
  const best = new Set(bestTrials(trials, objectives));
  const keyed = trials.map((trial) => ({
    trial,
    isBest: best.has(trial),
    group: best.has(trial) ? -1 : groups.findIndex((states) => states.includes(trial.state)),
    first: (trial.objective && minimised(trial.objective, objectives.slice(0, 1))?.[0]) ?? Infinity,
  }));
  const byFirst = (a: number, b: number) => (a === b ? 0 : a - b);
  return keyed.toSorted((a, b) => a.group - b.group || byFirst(a.first, b.first) || a.trial.trial - b.trial.trial);
}
