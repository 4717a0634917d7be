import type { ChartContent, Line, Point } from '../shared/chart/content';
import { cutAtEdges } from '../shared/chart/cutAtEdges';
import { decimate } from '../shared/decimate';
import { markOf } from '../shared/palette';
import type { Range } from '../shared/range';
import { firstAbove, firstAtLeast } from '../shared/search';
import { curveOf, endOf, type Curve } from './curves';
import type { DashboardModel } from './dashboardModel';
import type { Metric } from '../shared/metrics';

/** A chart, and what of its figures it does not show. */
export interface MetricContent extends ChartContent {
  /** Values in sight that a logarithmic axis cannot show. */
  readonly notPositive: number;
  /** Runs that have figures, and no place for them on the axis. */
  readonly notPlaced: number;
}

/** The curves of the visible runs of one metric. */
export function curvesOf(model: DashboardModel, { column }: Metric): Curve[] {
  return model.visibleRuns.map((run) => curveOf(run, model.seriesOf(run.directory), column, model.view.value));
}

/** How far the x axis goes: to the end of the longest curve, the same in all charts. */
export function wholeRange(curves: readonly Curve[]): Range {
  return { min: 0, max: Math.max(...curves.map(endOf)) || 1 };
}

/** What a metric's chart draws, in a plot of this many pixels. */
export function metricContent(model: DashboardModel, metric: Metric, pixels: number): MetricContent {
  const { logarithmic, smoothing, lineKind, slots } = model.view.value;
  const emphasised = model.emphasised.value;
  const curves = curvesOf(model, metric);
  const whole = wholeRange(curves);
  const range = model.zoom.value ?? whole;
  const isEmphasised = ({ run }: Curve) => run.directory === emphasised;
  const placed = curves
    .filter(({ unit }) => !Number.isNaN(unit))
    .sort((a, b) => Number(isEmphasised(b)) - Number(isEmphasised(a)));
  const lineOf = (curve: Curve, raw: boolean): Line => {
    const { directory } = curve.run;
    const faint = raw || (emphasised !== undefined && !isEmphasised(curve));
    return {
      id: `${raw ? 'raw' : 'line'} ${directory}`,
      mark: markOf(slots[directory]!),
      points: pointsOf(curve, raw ? curve.y : curve.smoothed, range, pixels, logarithmic),
      emphasis: faint ? 'faint' : emphasised === undefined ? 'none' : 'strong',
      dots: lineKind === 'epoch' && !raw,
      tagged: !raw && curves.length > 1,
    };
  };
  return {
    lines: [
      ...placed.map((curve) => lineOf(curve, false)),
      ...(smoothing > 0 ? placed.map((curve) => lineOf(curve, true)) : []),
    ],
    range,
    whole,
    logarithmic,
    notPositive: logarithmic ? placed.reduce((sum, curve) => sum + countNotPositive(curve, range), 0) : 0,
    notPlaced: curves.filter(({ unit, x }) => Number.isNaN(unit) && x.length > 0).length,
  };
}

function pointsOf(
  { x, unit }: Curve,
  y: Float64Array,
  range: Range,
  pixels: number,
  logarithmic: boolean,
): readonly Point[] {
  const floor = logarithmic ? 0 : -Infinity;
  const inRows = { min: range.min / unit, max: range.max / unit };
  const rows = decimate(x, y, inRows, Math.max(Math.floor(pixels), 1), floor);
  const points = rows.map((row) => ({ x: x[row]! * unit, y: y[row]! > floor ? y[row]! : NaN }));
  return cutAtEdges(points, range, logarithmic);
}

function countNotPositive({ x, y, unit }: Curve, range: Range): number {
  const end = firstAbove(x, range.max / unit);
  let count = 0;
  for (let row = firstAtLeast(x, range.min / unit); row < end; row++) if (y[row]! <= 0) count++;
  return count;
}
