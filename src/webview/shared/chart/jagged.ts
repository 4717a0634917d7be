import type { Point } from './content';

/** How often a curve may run through its chart from top to bottom before it counts as jagged. */
const MOST_HEIGHTS = 6;

/**
 * Which of the curves of a chart go up and down so much that dashes in them could not be made out: they would only take
 * long to draw, a hundred thousand strokes and gaps on one curve.
 */
export function jaggedLines(lines: readonly (readonly Pick<Point, 'y'>[])[], logarithmic: boolean): boolean[] {
  const heights = lines.map((points) => {
    const values = points.map(({ y }) => (logarithmic ? Math.log(y) : y));
    return values.filter((value) => Number.isFinite(value));
  });
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of heights.flat()) {
    lowest = Math.min(lowest, value);
    highest = Math.max(highest, value);
  }
  return heights.map((values) => travel(values) > MOST_HEIGHTS * (highest - lowest));
}

/** The way up and down along a curve. */
function travel(values: readonly number[]): number {
  return values.reduce((sum, value, i) => sum + (i === 0 ? 0 : Math.abs(value - values[i - 1]!)), 0);
}
