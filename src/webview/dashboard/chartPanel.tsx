import * as l10n from '@vscode/l10n';
import type { JSX, RefObject } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { messageOf } from '../../core/errors';
import { Button } from '../shared/controls';
import type { FrameQueue } from '../shared/frameQueue';
import { useNotice } from '../shared/useNotice';
import { useThrottledValue } from '../shared/useValue';
import { copyChart } from './chartCopy';
import { ChartTable } from './chartTable';
import type { DashboardModel } from './dashboardModel';
import { MetricChart } from './metricChart';
import type { Metric } from '../shared/metrics';
import { Plot } from './plot';

interface ChartPanelProps {
  readonly model: DashboardModel;
  readonly metric: Metric;
  readonly queue: FrameQueue;
}

/** A metric's chart, with its table. */
export function ChartPanel({ model, metric, queue }: ChartPanelProps): JSX.Element {
  const id = useId();
  const [hasTable, setHasTable] = useState(false);
  const [said, say] = useNotice();
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useChart(canvas, { model, metric, queue });
  const copy = () => {
    copyChart(model, metric).then(
      () => say(l10n.t('Copied')),
      (error: unknown) => say(l10n.t('Not copied: {0}', messageOf(error))),
    );
  };
  return (
    <section class="chart" aria-labelledby={id}>
      <header>
        <h2 id={id} title={metric.meaning()}>
          {metric.title()}
        </h2>
        <span class="said" role="status">
          {said}
        </span>
        <Button
          kind="quiet"
          pressed={hasTable}
          label={l10n.t('Table: {0}', metric.title())}
          onClick={() => setHasTable(!hasTable)}
        >
          {l10n.t('Table')}
        </Button>
        <Button kind="quiet" label={l10n.t('Copy as PNG: {0}', metric.title())} onClick={copy}>
          {l10n.t('Copy as PNG')}
        </Button>
      </header>
      <Plot canvas={canvas} chart={chart} model={model} metric={metric} />
      {chart && <Notes chart={chart} />}
      {hasTable && <ChartTable model={model} metric={metric} />}
    </section>
  );
}

function useChart(
  canvas: RefObject<HTMLCanvasElement | null>,
  { model, metric, queue }: ChartPanelProps,
): MetricChart | undefined {
  const [chart, setChart] = useState<MetricChart>();
  useLayoutEffect(() => {
    const made = new MetricChart(canvas.current!, model, metric, queue);
    setChart(made);
    return () => made.dispose();
  }, [model, metric, queue]);
  return chart;
}

/** What the chart cannot show. */
function Notes({ chart }: { readonly chart: MetricChart }): JSX.Element | null {
  const content = useThrottledValue(chart.content, 500);
  const notes: string[] = [];
  if (content && content.notPositive > 0) {
    notes.push(
      l10n.t('{0} values of 0 or less are left out: a logarithmic axis has no place for them.', content.notPositive),
    );
  }
  if (content && content.notPlaced > 0) {
    notes.push(l10n.t('{0} runs are left out: it is not known how many steps their epochs have.', content.notPlaced));
  }
  return notes.length === 0 ? null : <p class="note">{notes.join(' ')}</p>;
}
