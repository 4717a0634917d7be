import type { TrialView } from '../../../protocol/sweep';
import type { Point } from '../../shared/points';
import type { Axis } from '../axis';
import type { Size } from '../size';

const MARGIN = { left: 40, right: 64, top: 42, bottom: 12 };
/** Axes that are nearer to each other cannot be read. */
const LEAST_GAP = 76;

/** Where the axes stand, in pixels from the upper left corner. */
export interface ParallelPlot extends Size {
  readonly top: number;
  readonly bottom: number;
  /** Of each axis. */
  readonly xs: readonly number[];
}

/** As wide as there is room, or wider where the axes need it: then it is scrolled. */
export function parallelPlot(size: Size, axes: number): ParallelPlot {
  const gaps = Math.max(axes - 1, 1);
  const width = Math.max(size.width, MARGIN.left + MARGIN.right + gaps * LEAST_GAP);
  const gap = (width - MARGIN.left - MARGIN.right) / gaps;
  return {
    width,
    height: size.height,
    top: MARGIN.top,
    bottom: size.height - MARGIN.bottom,
    xs: Array.from({ length: axes }, (_, i) => MARGIN.left + i * gap),
  };
}

/** A trial's place on each axis; NaN where it has none. */
export function linePoints(
  trial: TrialView,
  axes: readonly Axis[],
  { xs, top, bottom }: ParallelPlot,
): readonly Point[] {
  return axes.map(({ shareOf }, i) => [xs[i]!, bottom - shareOf(trial) * (bottom - top)] as const);
}

/** The line that comes nearest to a place, straight above or below it; undefined where none is within reach. */
export function nearestLine(lines: readonly (readonly Point[])[], [x, y]: Point, reach: number): number | undefined {
  let [found, least]: [number | undefined, number] = [undefined, reach];
  lines.forEach((points, i) => {
    const distance = Math.abs(heightAt(points, x) - y);
    if (distance <= least) [found, least] = [i, distance];
  });
  return found;
}

/** Where a line is at a place across; NaN where it has a gap or has ended. */
function heightAt(points: readonly Point[], x: number): number {
  const after = points.findIndex(([at]) => at >= x);
  if (after < 0) return NaN;
  const [bx, by] = points[after]!;
  if (after === 0 || bx === x) return bx === x ? by : NaN;
  const [ax, ay] = points[after - 1]!;
  return ay + ((by - ay) * (x - ax)) / (bx - ax);
}

/** Draws lines, broken where a value is missing; the value beside two gaps as a dot. */
export function traceLine(
  context: Pick<CanvasRenderingContext2D, 'moveTo' | 'lineTo'>,
  points: readonly Point[],
): void {
  let isDown = false;
  for (const [x, y] of points) {
    if (Number.isNaN(y)) isDown = false;
    else if (isDown) context.lineTo(x, y);
    else {
      // A stroke of some length, so that a value without neighbours is seen.
      context.moveTo(x - 1, y);
      context.lineTo(x, y);
      isDown = true;
    }
  }
}
