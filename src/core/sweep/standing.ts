import type { ObjectiveName } from '../config/sweepConfig';
import type { HalvedTrial } from './asha';
import type { LedgerTrial } from './ledger';
import { earlyObjective, minimised } from './objectives';
import { paretoFront } from './pareto';
import type { KnownTrial } from './strategies/bayesian';

/**
 * The trials as the choice of the next one sees them. One that waits at a rung, or was left there, counts by what it
 * had come to, which is the best that is known of it.
 */
export function knownTrials(trials: readonly LedgerTrial[], objectives: readonly ObjectiveName[]): KnownTrial[] {
  return trials.map(({ trial, parameters, state, objective }) => {
    const values = objective && minimised(objective, objectives);
    const isSettled = state === 'done' || state === 'paused' || state === 'pruned';
    if (isSettled && values) return { trial, parameters, outcome: { state: 'done', values } };
    return { trial, parameters, outcome: { state: state === 'failed' || isSettled ? 'failed' : 'pending' } };
  });
}

/**
 * The trials as successive halving sees them.
 *
 * @param epochsOf the epochs of a trial that is trained to its end
 */
export function halvedTrials(
  trials: readonly LedgerTrial[],
  objectives: readonly ObjectiveName[],
  epochsOf: (trial: LedgerTrial) => number,
): HalvedTrial[] {
  const compared = [earlyObjective(objectives)];
  return trials.map((trial) => ({
    trial: trial.trial,
    epochs: epochsOf(trial),
    values: trial.rungs.map(({ objective }) => minimised(objective, compared)?.[0] ?? NaN),
    // One that was left there when the sweep ended waits again where that goes on.
    waits: trial.state === 'paused' || trial.state === 'pruned',
  }));
}

/**
 * The objectives of the trials that are over, round by round and in the order in which they were chosen, smaller being
 * better; null where one failed. In which order trials of one round end follows from nothing.
 */
export function finishedValues(
  trials: readonly LedgerTrial[],
  objectives: readonly ObjectiveName[],
): (readonly number[] | null)[] {
  return trials
    .filter(({ ended }) => ended !== null)
    .toSorted((a, b) => a.round - b.round || a.trial - b.trial)
    .map(({ state, objective }) => (state === 'done' && objective ? minimised(objective, objectives) : null));
}

/**
 * The best of the trials that are done: one where there is one objective, of equally good ones the first; with several
 * objectives the front, in the order of the first of them. Empty while there is none.
 */
export function bestTrials(trials: readonly LedgerTrial[], objectives: readonly ObjectiveName[]): LedgerTrial[] {
  const measured = trials.flatMap((trial) => {
    const values = trial.state === 'done' && trial.objective ? minimised(trial.objective, objectives) : null;
    return values ? [{ trial, values }] : [];
  });
  const front = paretoFront(measured.map(({ values }) => values))
    .map((i) => measured[i]!)
    .toSorted((a, b) => a.values[0]! - b.values[0]! || a.trial.trial - b.trial.trial)
    .map(({ trial }) => trial);
  return objectives.length === 1 ? front.slice(0, 1) : front;
}
