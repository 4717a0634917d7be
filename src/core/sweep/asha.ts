/** When trials are compared, in epochs. */
export interface Rungs {
  /** Epochs before the first comparison. */
  readonly minEpochs: number;
  /** Of so many trials one goes on, for so many times the epochs. */
  readonly reduction: number;
}

/** A trial that may stop early: how far it has come, and what it came to on the way. */
export interface HalvedTrial {
  readonly trial: number;
  /** The epochs of a trial that is trained to its end. */
  readonly epochs: number;
  /** What it was compared by at each rung that it has reached, in their order; NaN where that could not be measured. */
  readonly values: readonly number[];
  /** Whether it waits at the last of these rungs; else it trains, or is over. */
  readonly waits: boolean;
}

/** What to train next: a trial, from the rung at which it waits, up to so many epochs. */
export interface Promotion {
  readonly trial: number;
  readonly untilEpoch: number;
}

/** Epochs until a trial's next rung, or its end: a trial of 10 epochs has the rungs 1, 3 and 9, and 10 is its end. */
export function epochsAt(rungs: Rungs, rung: number, epochs: number): number {
  return Math.min(epochs, rungs.minEpochs * rungs.reduction ** rung);
}

/**
 * The trial that is promoted next, or undefined where a new trial had better begin: asynchronous successive halving (Li
 * et al. 2020, "A system for massively parallel hyperparameter tuning", algorithm 2). From the highest rung down, it is
 * the best of those that wait at a rung and are among the best 1/reduction of all that have reached it. Nothing waits
 * for a rung to be full, so that every machine always has something to train.
 */
export function promotion(rungs: Rungs, trials: readonly HalvedTrial[]): Promotion | undefined {
  const highest = Math.max(0, ...trials.map(({ values }) => values.length));
  for (let rung = highest - 1; rung >= 0; rung--) {
    const [best] = promotable(rungs, trials, rung);
    if (best) return { trial: best.trial, untilEpoch: epochsAt(rungs, rung + 1, best.epochs) };
  }
  return undefined;
}

/** The trials that wait at a rung and have earned going on, the best first. */
function promotable({ reduction }: Rungs, trials: readonly HalvedTrial[], rung: number): readonly HalvedTrial[] {
  const reached = trials.filter(({ values }) => values.length > rung);
  const places = Math.floor(reached.length / reduction);
  const worth = ({ values }: HalvedTrial) => (Number.isNaN(values[rung]!) ? Infinity : values[rung]!);
  return reached
    .toSorted((a, b) => (worth(a) === worth(b) ? a.trial - b.trial : worth(a) - worth(b)))
    .slice(0, places)
    .filter((trial) => trial.waits && trial.values.length === rung + 1 && worth(trial) < Infinity);
}
