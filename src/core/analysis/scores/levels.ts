/** A feature's level on a row: 0 for none, k where it exceeds (k - 1) / LEVELS of its maximum, at most LEVELS. */
export const LEVELS = 10;

/** What precise means in Karvonen et al. 2024, "Measuring progress in dictionary learning with board game models". */
const PRECISION = 0.95;
const FEWEST_FIRINGS = 10;

export function levelOf(value: number, maximum: number): number {
  if (!(value > 0)) return 0;
  let level = 1;
  while (level < LEVELS && value > thresholdOf(level + 1, maximum)) level++;
  return level;
}

/** What a value of a level, from 1 on, exceeds. */
export function thresholdOf(level: number, maximum: number): number {
  return ((level - 1) * maximum) / LEVELS;
}

/** A feature as a classifier of one target: it says so where it is at a level or above. */
export interface LevelScores {
  /** The best F1 of any level. */
  readonly f1: number;
  readonly level: number;
  /** The lowest level at which the classifier is precise; 0 where none is. */
  readonly preciseLevel: number;
}

/**
 * @param hits rows of the target by level [LEVELS + 1]
 * @param falseAlarms other rows by level
 * @param positives rows of the target
 */
export function scoreLevels(hits: ArrayLike<number>, falseAlarms: ArrayLike<number>, positives: number): LevelScores {
  let [f1, best, preciseLevel] = [0, LEVELS, 0];
  let [hit, wrong] = [0, 0];
  for (let level = LEVELS; level >= 1; level--) {
    hit += hits[level]!;
    wrong += falseAlarms[level]!;
    const f1Here = f1Of(hit, wrong, positives);
    if (f1Here > f1) [f1, best] = [f1Here, level];
    if (hit + wrong >= FEWEST_FIRINGS && hit >= PRECISION * (hit + wrong)) preciseLevel = level;
  }
  return { f1, level: best, preciseLevel };
}

/** The harmonic mean of precision and recall; 0 where there is no hit. */
export function f1Of(hits: number, falseAlarms: number, positives: number): number {
  return hits === 0 ? 0 : (2 * hits) / (hits + falseAlarms + positives);
}
