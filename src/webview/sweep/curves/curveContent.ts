import type { TrialView } from '../../../protocol/sweep';
import type { ChartContent, Line } from '../../shared/chart/content';
import { cutAtEdges } from '../../shared/chart/cutAtEdges';
import { decimate } from '../../shared/decimate';
import { markOf, type Mark } from '../../shared/palette';
import type { Range } from '../../shared/range';
import type { View } from '../view';
import type { FollowedSeries } from './followedSeries';

/** A trial's metric over its steps or epochs: views of its columns, valid until they change. */
export interface Curve {
  readonly trial: number;
  /** Ascending. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

/** The mark of a trial, the same wherever it is shown: by its number. */
export function markOfTrial(trial: number): Mark {
  return { ...markOf(trial), tag: String(trial) };
}

/** The curves of those trials that have lines. */
export function curvesOf(
  trials: readonly TrialView[],
  series: FollowedSeries,
  { metric, lines }: Pick<View, 'metric' | 'lines'>,
): readonly Curve[] {
  return trials.flatMap(({ trial, directory }) => {
    const of = series.of(directory)?.[lines];
    if (!of || of.length === 0) return [];
    return [{ trial, x: of.column(lines === 'epoch' ? 'epoch' : 'step'), y: of.column(metric) }];
  });
}

/** More points than this take too long to draw for one frame. */
const MOST_POINTS = 8000;
/** More tags than this cover each other. */
const MOST_TAGGED = 25;

export interface CurveLook extends Pick<View, 'lines' | 'logMetric'> {
  /** What is to be seen of the x axis; undefined for all. */
  readonly zoom: Range | undefined;
  /** The trial that stands out. */
  readonly emphasised: number | undefined;
  readonly axisTitle: string;
}

/** What the chart of curves draws, in a plot of so many pixels. */
export function curveContent(curves: readonly Curve[], look: CurveLook, pixels: number): ChartContent {
  const { lines, logMetric, zoom, emphasised, axisTitle } = look;
  const whole = { min: 0, max: Math.max(0, ...curves.map(({ x }) => x.at(-1) ?? 0)) || 1 };
  const range = zoom ?? whole;
  const isEmphasised = ({ trial }: Curve) => trial === emphasised;
  const isAny = curves.some(isEmphasised);
  const most = Math.max(Math.floor(Math.min(pixels, MOST_POINTS / (2 * Math.max(curves.length, 1)))), 1);
  const floor = logMetric ? 0 : -Infinity;
  const lineOf = (curve: Curve): Line => {
    const rows = decimate(curve.x, curve.y, range, most, floor);
    const points = rows.map((row) => ({ x: curve.x[row]!, y: curve.y[row]! > floor ? curve.y[row]! : NaN }));
    return {
      id: String(curve.trial),
      mark: markOfTrial(curve.trial),
      points: cutAtEdges(points, range, logMetric),
      emphasis: isAny ? (isEmphasised(curve) ? 'strong' : 'faint') : 'none',
      dots: lines === 'epoch',
      tagged: curves.length <= MOST_TAGGED || isEmphasised(curve),
    };
  };
  return {
    lines: curves.toSorted((a, b) => Number(isEmphasised(b)) - Number(isEmphasised(a))).map(lineOf),
    range,
    whole,
    logarithmic: logMetric,
    axisTitle,
  };
}
