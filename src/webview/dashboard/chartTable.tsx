import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { count, exact } from '../shared/numbers';
import { useThrottledValue, useValue } from '../shared/useValue';
import { axisTitle } from './axes';
import { curvesOf, wholeRange } from './chartContent';
import type { DashboardModel } from './dashboardModel';
import type { Metric } from '../shared/metrics';
import { RunHeadings } from './runHeadings';
import { tableRows } from './tableRows';

const MOST_ROWS = 200;

interface ChartTableProps {
  readonly model: DashboardModel;
  readonly metric: Metric;
}

/** What a chart shows, as a table. */
export function ChartTable({ model, metric }: ChartTableProps): JSX.Element {
  useThrottledValue(model.linesVersion, 1000);
  useValue(model.runs);
  const { xAxis } = useValue(model.view);
  const zoom = useValue(model.zoom);
  const curves = curvesOf(model, metric);
  const { rows, total } = tableRows(curves, zoom ?? wholeRange(curves), MOST_ROWS);
  return (
    <>
      <div class="table-box" tabIndex={0} role="region" aria-label={l10n.t('{0}, table', metric.title())}>
        <table class="figures">
          <caption>{captionOf(metric.title(), rows.length, total)}</caption>
          <RunHeadings first={axisTitle(xAxis)} runs={curves.map(({ run }) => run)} model={model} />
          <tbody>
            {rows.map(({ x, values }) => (
              <tr key={x}>
                <th scope="row">{exact(x)}</th>
                {values.map((value, i) => (
                  <td key={curves[i]!.run.directory}>{value === undefined ? '' : exact(value)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {curves.length > 1 && (
        <p class="note">{l10n.t('Where a run has no line, its last one before is given, up to the end of the run.')}</p>
      )}
    </>
  );
}

function captionOf(title: string, shown: number, total: number): string {
  return shown < total
    ? l10n.t('{0}, not smoothed: {1} of {2} rows, evenly spaced', title, count(shown), count(total))
    : l10n.t('{0}, not smoothed: {1} rows', title, count(total));
}
