import * as l10n from '@vscode/l10n';
import type { JSX, RefObject } from 'preact';
import { useId } from 'preact/hooks';
import { rangeByKey } from '../shared/rangeKeys';
import { useThrottledValue, useValue } from '../shared/useValue';
import { summaryOf } from './chartSummary';
import type { DashboardModel } from './dashboardModel';
import type { MetricChart } from './metricChart';
import type { Metric } from '../shared/metrics';

/** How near to the pointer, in pixels, a line must be. */
const REACH = 8;

interface PlotProps {
  readonly canvas: RefObject<HTMLCanvasElement | null>;
  /** Undefined while the canvas is new. */
  readonly chart: MetricChart | undefined;
  readonly model: DashboardModel;
  readonly metric: Metric;
}

/** The canvas of a chart, with what pointer and keys do on it. */
export function Plot({ canvas, chart, model, metric }: PlotProps): JSX.Element {
  const id = useId();
  const point = (event: PointerEvent) => {
    const pixel = event.clientX - canvas.current!.getBoundingClientRect().left;
    const at = event.buttons === 0 ? chart?.at(pixel) : undefined;
    const { clientX, clientY } = event;
    model.pointedAt.value = at && { metric, x: at.x, tolerance: REACH * at.unitsPerPixel, clientX, clientY };
  };
  const press = (event: KeyboardEvent) => {
    if (!chart || !zoomByKey(event, chart, model)) return;
    event.preventDefault();
  };
  return (
    <div
      class="plot"
      tabIndex={0}
      role="group"
      aria-label={l10n.t('{0}, chart', metric.title())}
      aria-describedby={id}
      onKeyDown={press}
      onPointerMove={point}
      onPointerDown={() => (model.pointedAt.value = undefined)}
      onPointerLeave={() => (model.pointedAt.value = undefined)}
    >
      <div class="canvas-box">
        <canvas ref={canvas} role="img" aria-label={useSummary(model, metric)} />
      </div>
      {chart && <PointerLine chart={chart} model={model} />}
      <span id={id} class="keys">
        {l10n.t('+ and − zoom, ← and → move, 0 resets')}
      </span>
    </div>
  );
}

function useSummary(model: DashboardModel, metric: Metric): string {
  useThrottledValue(model.linesVersion, 1000);
  useValue(model.view);
  return summaryOf(model, metric);
}

/** Where the pointer is on the x axis, in each chart. */
function PointerLine({
  chart,
  model,
}: {
  readonly chart: MetricChart;
  readonly model: DashboardModel;
}): JSX.Element | null {
  const at = useValue(model.pointedAt);
  if (!at) return null;
  const { left, top, height } = chart.lineAt(at.x);
  return <div class="pointer-line" style={{ transform: `translate(${left}px, ${top}px)`, height: `${height}px` }} />;
}

/** Whether the key is one that zooms. */
function zoomByKey(event: KeyboardEvent, chart: MetricChart, model: DashboardModel): boolean {
  const whole = chart.content.value?.whole;
  // Not what is drawn: keys may come faster than drawings.
  const range = whole && rangeByKey(event, model.zoom.value ?? whole, whole);
  if (range) chart.zoom(range);
  return range !== undefined;
}
