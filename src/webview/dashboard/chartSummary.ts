import * as l10n from '@vscode/l10n';
import { exact } from '../shared/numbers';
import type { DashboardModel } from './dashboardModel';
import type { Metric } from '../shared/metrics';

/** A chart in words: each run's last and lowest value. */
export function summaryOf(model: DashboardModel, metric: Metric): string {
  const { column } = metric;
  const runs = model.visibleRuns.map(({ directory, name }) => {
    const lines = model.seriesOf(directory)[model.view.value.lineKind];
    const last = lines.column(column).findLast((value) => !Number.isNaN(value));
    if (last === undefined) return l10n.t('{0}: no values', name);
    return l10n.t('{0}: last {1}, lowest {2}', name, exact(last), exact(lines.lowest(column)));
  });
  return `${metric.title()}. ${runs.join('; ')}`;
}
