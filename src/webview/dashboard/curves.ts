import type { RunView } from '../../protocol/dashboard';
import type { MetricColumn } from '../shared/metrics';
import type { RunSeries } from './dashboardModel';
import type { View } from './view';

/** A curve, all of it: views of a run's columns, valid until the metrics change. */
export interface Curve {
  readonly run: RunView;
  /** Ascending; to be multiplied by `unit`. */
  readonly x: Float64Array;
  /** NaN where it is not known where on the axis the lines lie. */
  readonly unit: number;
  readonly y: Float64Array;
  /** The same smoothed; equal to `y` where there is no smoothing. */
  readonly smoothed: Float64Array;
}

/** A run's curve of a metric, as the view wants it. */
export function curveOf(
  run: RunView,
  series: RunSeries,
  column: MetricColumn,
  { xAxis, lineKind, smoothing }: Pick<View, 'xAxis' | 'lineKind' | 'smoothing'>,
): Curve {
  const lines = series[lineKind];
  const y = lines.column(column);
  // An interval's line has the number of its epoch, not how far in it is: that follows from the step.
  const within = xAxis === 'epoch' && lineKind === 'interval';
  return {
    run,
    x: lines.column(within ? 'step' : xAxis),
    unit: within ? epochsPerStep(run, series) : 1,
    y,
    smoothed: smoothing > 0 ? lines.smoothed(column, smoothing) : y,
  };
}

/** The last place on the axis that a curve reaches; 0 where it has none. */
export function endOf({ x, unit }: Curve): number {
  const last = x.at(-1);
  return last === undefined || Number.isNaN(unit) ? 0 : last * unit;
}

function epochsPerStep({ progress }: RunView, { epoch }: RunSeries): number {
  if (progress && progress.total_steps > 0) return progress.num_epochs / progress.total_steps;
  const epochs = epoch.column('epoch').at(-1);
  const steps = epoch.column('step').at(-1);
  return epochs === undefined || steps === undefined ? NaN : epochs / steps;
}
