import { paretoFront } from '../../../core/sweep/pareto';
import { minimised } from '../../../core/sweep/objectives';
import type { TrialView } from '../../../protocol/sweep';
import type { Point } from '../../shared/points';
import type { Axis } from '../axis';
import type { Size } from '../size';

const MARGIN = { left: 66, right: 16, top: 12, bottom: 40 };

/** Where the axes are, in pixels from the upper left corner. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function plotOf({ width, height }: Size): Plot {
  return { left: MARGIN.left, right: width - MARGIN.right, top: MARGIN.top, bottom: height - MARGIN.bottom };
}

export const acrossPlot = ({ left, right }: Plot, share: number): number => left + share * (right - left);
export const upPlot = ({ top, bottom }: Plot, share: number): number => bottom - share * (bottom - top);

/** The trials that have a place, and where. */
export interface Placed {
  readonly trials: readonly TrialView[];
  readonly points: readonly Point[];
}

export function placed(trials: readonly TrialView[], x: Axis, y: Axis, plot: Plot): Placed {
  const all = trials.map((trial) => ({
    trial,
    point: [acrossPlot(plot, x.shareOf(trial)), upPlot(plot, y.shareOf(trial))] as const,
  }));
  const known = all.filter(({ point }) => !point.some(Number.isNaN));
  return { trials: known.map(({ trial }) => trial), points: known.map(({ point }) => point) };
}

/**
 * The line between what is possible and what is not yet, as far as trials that are done tell: through the points of the
 * front and, between two of them, the corner that is as bad as the worse of both in either. Empty where the axes are not
 * of two objectives.
 */
export function frontLine({ trials, points }: Placed, x: Axis, y: Axis): readonly Point[] {
  const [first, second] = [x.column.objective, y.column.objective];
  if (first === null || second === null || first === second) return [];
  const measured = trials.flatMap((trial, i) => {
    const values = trial.state === 'done' && trial.objective ? minimised(trial.objective, [first, second]) : null;
    return values ? [{ values, point: points[i]! }] : [];
  });
  const front = paretoFront(measured.map(({ values }) => values))
    .map((i) => measured[i]!)
    .toSorted((a, b) => a.values[0]! - b.values[0]!);
  // From the best of the first to the best of the second: each has more of the first than the one before.
  return front.flatMap(({ point }, i) => (i === 0 ? [point] : [[point[0], front[i - 1]!.point[1]] as const, point]));
}
