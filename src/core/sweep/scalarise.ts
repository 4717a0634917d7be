import type { RandomStream } from '../random/stream';

/** How much the sum counts beside the largest, in the augmented Tchebycheff function. */
const SUM_SHARE = 0.05;
/** How far above the middle a value counts, in distances from the best to the middle. */
const MOST_ABOVE = 10;

/**
 * One number per trial, smaller being better, for a search that knows one objective only. Several objectives are
 * weighed at random (Knowles 2006, "ParEGO"), so that over many trials the search follows the whole front.
 *
 * What is far worse than the middle counts as just so much worse, and what has no value (a trial that failed) as the
 * worst: how bad a bad trial is says nothing of where the good ones are, and would flatten them to the Gaussian process.
 *
 * @param values per trial its objectives, smaller being better; null where a trial has none
 * @param random draws the weights
 */
export function scalarise(values: readonly (readonly number[] | null)[], random: RandomStream): number[] {
  const known = values.filter((value) => value !== null);
  const objectives = known[0]?.length ?? 0;
  const columns = Array.from({ length: objectives }, (_, i) => clipped(known.map((value) => value[i]!)));
  const scalars = objectives === 1 ? columns[0]! : weighed(columns, weightsFrom(random, objectives));
  const worst = Math.max(...scalars);
  const left = scalars.values();
  return values.map((value) => (value === null ? worst : left.next().value!));
}

function clipped(column: readonly number[]): number[] {
  const sorted = column.toSorted((a, b) => a - b);
  const [best, middle] = [sorted[0]!, sorted[Math.floor((sorted.length - 1) / 2)]!];
  const most = middle + MOST_ABOVE * (middle - best);
  return middle === best ? [...column] : column.map((value) => Math.min(value, most));
}

function weighed(columns: readonly (readonly number[])[], weights: readonly number[]): number[] {
  const scaled = columns.map((column) => {
    const [low, high] = [Math.min(...column), Math.max(...column)];
    return column.map((value) => (high === low ? 0 : (value - low) / (high - low)));
  });
  return scaled[0]!.map((_, trial) => {
    const parts = weights.map((weight, i) => weight * scaled[i]![trial]!);
    return Math.max(...parts) + SUM_SHARE * parts.reduce((sum, part) => sum + part, 0);
  });
}

/** Weights that add up to 1, all such alike: the gaps between sorted uniform numbers. */
function weightsFrom(random: RandomStream, count: number): number[] {
  const cuts = [0, ...random.uniformFloats(count - 1, 0, 1).toSorted(), 1];
  return Array.from({ length: count }, (_, i) => cuts[i + 1]! - cuts[i]!);
}
