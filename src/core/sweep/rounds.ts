import type { ResolvedSweep } from '../config/resolveSweep';
import { epochsAt, promotion } from './asha';
import type { LedgerTrial } from './ledger';
import { reachedLimit, type ReachedLimit } from './limits';
import { nextTrial, type ChosenTrial } from './nextTrial';
import type { TrialParameters } from './searchSpace';
import { finishedValues, halvedTrials, knownTrials } from './standing';

/** Tasks of a cluster that run at once where the config does not say how many. */
const DEFAULT_ARRAY_WIDTH = 8;

/** The epochs of a trial of these parameters that is trained to its end. */
export type EpochsOf = (parameters: TrialParameters) => number;

/** What there is to train of a sweep before the next choice. */
export interface RoundAtHand {
  readonly round: number;
  /** Trials that were begun, and have not ended. */
  readonly left: readonly LedgerTrial[];
  /** Whether choosing its trials may not have come to an end: then it goes on, and comes to the same trials. */
  readonly isOpen: boolean;
}

/** Trials that are chosen before any of them is trained. */
export function roundWidth({ together, executor, slurm }: ResolvedSweep): number {
  return executor === 'slurm' ? together * (slurm.array_width ?? DEFAULT_ARRAY_WIDTH) : together;
}

/** What an earlier process has left of its last round; of a sweep that has none, the first one. */
export function roundAtHand(trials: readonly LedgerTrial[], width: number): RoundAtHand {
  const round = trials.reduce((highest, trial) => Math.max(highest, trial.round), 0);
  const within = trials.filter((trial) => trial.round === round);
  const left = trials.filter(({ state }) => state === 'running' || state === 'stopped');
  return { round, left, isOpen: within.length < width && within.every(({ state }) => state === 'running') };
}

/**
 * The trial that is chosen next: one that has earned going on from its rung, else a new one; undefined where there is
 * none. It follows from the sweep and its ledger alone.
 */
export function nextOfRound(
  sweep: ResolvedSweep,
  trials: readonly LedgerTrial[],
  epochsOf: EpochsOf,
): ChosenTrial | undefined {
  const { space, strategy, searchSeed, objectives, halving, limits } = sweep;
  const halved = halving && halvedTrials(trials, objectives, ({ parameters }) => epochsOf(parameters));
  const promoted = halved && promotion(halving, halved);
  if (promoted) return trials.find(({ trial }) => trial === promoted.trial)!;
  const plan = { space, strategy, seed: searchSeed, trials: limits.trials };
  return nextTrial(plan, knownTrials(trials, objectives));
}

/** Epochs, from its beginning, after which a trial that goes on is to pause next; null where it goes on to its end. */
export function pauseOf({ halving }: ResolvedSweep, rungs: number, epochs: number): number | null {
  if (!halving) return null;
  const until = epochsAt(halving, rungs, epochs);
  return until < epochs ? until : null;
}

/** The limit that ends a sweep whatever waits in it; that of trials only keeps new ones from being begun. */
export function endingLimit(
  { limits, objectives }: ResolvedSweep,
  trials: readonly LedgerTrial[],
  minutes: number,
): ReachedLimit | undefined {
  return reachedLimit({ ...limits, trials: null }, trials.length, minutes, finishedValues(trials, objectives));
}

/**
 * What keeps a sweep from coming to anything: the one error by which all of several trials have failed, none having
 * ended otherwise; undefined where it can go on.
 */
export function commonFailure(trials: readonly LedgerTrial[]): string | undefined {
  const over = trials.filter(({ state }) => state !== 'running' && state !== 'stopped');
  const errors = new Set(over.map(({ state, error }) => (state === 'failed' ? error : null)));
  const [error] = errors;
  return over.length > 1 && errors.size === 1 ? (error ?? undefined) : undefined;
}
