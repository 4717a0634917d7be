import { f1Of } from './levels';
import type { Ranking } from './ranking';

// Scores of one feature as a classifier of rows: of those with a code against all others. The feature's values have been
// ranked on these rows.

/** Which values speak for a row: high ones (1) or low ones (-1). */
export type Direction = 1 | -1;

/** A classifier of one feature: it says yes where the value is above the threshold (1), or where it is not (-1). */
export interface Cut {
  readonly direction: Direction;
  readonly threshold: number;
}

/** Probability that a row with the code has the higher value than one without, equal ones counting half. */
export function auroc({ ranks, length }: Ranking, codes: Uint8Array, code: number): number {
  let [rankSum, positives] = [0, 0];
  for (let row = 0; row < length; row++) {
    if (codes[row] !== code) continue;
    rankSum += ranks[row]!;
    positives++;
  }
  const negatives = length - positives;
  return positives === 0 || negatives === 0
    ? 0.5
    : (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
}

/** The threshold of the best F1. Between activations and none it is 0, else the middle of two values. */
export function bestCut(ranking: Ranking, codes: Uint8Array, code: number, direction: Direction): Cut {
  const { order, values, length } = ranking;
  const at = (i: number) => order[direction === 1 ? length - 1 - i : i]!;
  let positives = 0;
  for (let row = 0; row < length; row++) if (codes[row] === code) positives++;
  let [best, threshold, hits] = [-1, 0, 0];
  for (let i = 0; i < length; i++) {
    if (codes[at(i)] === code) hits++;
    const value = values[at(i)]!;
    const next = i + 1 < length ? values[at(i + 1)]! : value - direction;
    const f1 = f1Of(hits, i + 1 - hits, positives);
    if (next !== value && f1 > best) [best, threshold] = [f1, between(value, next)];
  }
  return { direction, threshold };
}

function between(a: number, b: number): number {
  return Math.min(a, b) <= 0 && Math.max(a, b) > 0 ? 0 : (a + b) / 2;
}

export function saysYes(value: number, { direction, threshold }: Cut): boolean {
  return direction === 1 ? value > threshold : value <= threshold;
}
