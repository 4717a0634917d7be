import { nearestIndex } from '../shared/search';
import type { Curve } from './curves';

/** What a run's curve has at a place. */
export interface ReadoutRow {
  readonly curve: Curve;
  /** The place of the run's nearest line. */
  readonly x: number;
  readonly y: number;
  readonly smoothed: number;
}

/** The nearest line of each curve to a place on the x axis that is no farther than the tolerance, the highest first. */
export function readoutRows(curves: readonly Curve[], place: number, tolerance: number): ReadoutRow[] {
  return curves
    .flatMap((curve) => {
      const row = nearestIndex(curve.x, place / curve.unit);
      if (row === undefined) return [];
      const x = curve.x[row]! * curve.unit;
      // Between two lines of a run its curve is there, however far they are apart.
      const isWithin = row > 0 && row < curve.x.length - 1;
      if (!isWithin && !(Math.abs(x - place) <= tolerance)) return [];
      return [{ curve, x, y: curve.y[row]!, smoothed: curve.smoothed[row]! }];
    })
    .sort((a, b) => orderOf(b.smoothed) - orderOf(a.smoothed));
}

function orderOf(value: number): number {
  return Number.isNaN(value) ? -Infinity : value;
}
