import { dominates } from './pareto';

/** When a sweep starts no more trials; null where there is no such limit. */
export interface Limits {
  readonly trials: number | null;
  readonly minutes: number | null;
  readonly patience: number | null;
}

/** Why a sweep starts no more trials. */
export type ReachedLimit = keyof Limits;

/**
 * The limit that a sweep has reached; undefined where it goes on.
 *
 * @param started how many trials were begun, whatever became of them
 * @param minutes of training so far, in all processes that the sweep had
 * @param finished the objectives of the trials that are over, in their order (see `finishedValues`), smaller being better;
 *   null where one failed
 */
export function reachedLimit(
  limits: Limits,
  started: number,
  minutes: number,
  finished: readonly (readonly number[] | null)[],
): ReachedLimit | undefined {
  if (limits.trials !== null && started >= limits.trials) return 'trials';
  if (limits.minutes !== null && minutes >= limits.minutes) return 'minutes';
  if (limits.patience !== null && trialsWithoutImprovement(finished) >= limits.patience) return 'patience';
  return undefined;
}

/**
 * How many trials have ended since one was better than all before it; with several objectives, since one was not
 * dominated by, or equal to, one before it.
 */
export function trialsWithoutImprovement(finished: readonly (readonly number[] | null)[]): number {
  const improves = finished.map((values, i) => {
    if (values === null) return false;
    const before = finished.slice(0, i);
    return !before.some((other) => other !== null && (dominates(other, values) || isEqual(other, values)));
  });
  return finished.length - 1 - improves.lastIndexOf(true);
}

function isEqual(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => value === b[i]);
}
