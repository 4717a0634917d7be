import { LineChart } from '../shared/chart/lineChart';
import type { FrameQueue } from '../shared/frameQueue';
import { Observable } from '../shared/observable';
import type { Range } from '../shared/range';
import { onThemeChange, readTheme } from '../shared/readTheme';
import { metricContent, type MetricContent } from './chartContent';
import type { DashboardModel } from './dashboardModel';
import type { Metric } from '../shared/metrics';

/** More points than this take too long to draw for one frame: with many curves each has fewer than two per pixel. */
const MOST_POINTS = 8000;
/** New lines are drawn no sooner than after so many times the time that the last drawing took. */
const REST_PER_DRAWING = 10;

/** Keeps a metric's chart up to date while it is on the screen. */
export class MetricChart {
  /** What the chart shows; undefined before it was drawn. */
  readonly content = new Observable<MetricContent | undefined>(undefined);
  private readonly chart: LineChart;
  private readonly draw = () => this.drawNow();
  private readonly releases: (() => void)[];
  private isOnScreen = false;
  private isStale = true;
  private restUntil = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    canvas: HTMLCanvasElement,
    private readonly model: DashboardModel,
    private readonly metric: Metric,
    private readonly queue: FrameQueue,
  ) {
    const changed = () => this.changed();
    this.chart = new LineChart(canvas, { zoomed: (range) => this.zoom(range), resized: changed });
    const sight = new IntersectionObserver((entries) => this.seen(entries.at(-1)!.isIntersecting), {
      // Drawn by the time that it is scrolled to.
      rootMargin: '100px',
    });
    sight.observe(canvas);
    this.releases = [
      model.linesVersion.subscribe(() => this.linesChanged()),
      model.view.subscribe(changed),
      model.zoom.subscribe(changed),
      model.emphasised.subscribe(changed),
      onThemeChange(changed),
      () => sight.disconnect(),
      () => clearTimeout(this.timer),
    ];
  }

  /** The value of the x axis at a pixel of the canvas, and how many of its units a pixel is; undefined beside the plot. */
  at(pixel: number): { readonly x: number; readonly unitsPerPixel: number } | undefined {
    const range = this.content.value?.range;
    const x = this.chart.valueAt(pixel);
    return range && x !== undefined ? { x, unitsPerPixel: (range.max - range.min) / this.chart.plot.width } : undefined;
  }

  /** Where a value of the x axis lies in the canvas: a line through the plot, in pixels. */
  lineAt(x: number): { readonly left: number; readonly top: number; readonly height: number } {
    const { top, height } = this.chart.plot;
    return { left: this.chart.pixelOf(x), top, height };
  }

  /** Shows a stretch of the x axis in all charts. */
  zoom(range: Range): void {
    const whole = this.content.value?.whole;
    const isAll = whole !== undefined && range.min <= whole.min && range.max >= whole.max;
    this.model.zoom.value = isAll ? undefined : range;
  }

  dispose(): void {
    for (const release of this.releases) release();
    this.queue.remove(this.draw);
    this.chart.destroy();
  }

  private seen(isOnScreen: boolean): void {
    this.isOnScreen = isOnScreen;
    if (isOnScreen && this.isStale) this.queue.add(this.draw);
  }

  private changed(): void {
    this.isStale = true;
    if (this.isOnScreen) this.queue.add(this.draw);
  }

  /** What the user does is answered at once; lines that come by themselves may wait, so that drawing them fills no second. */
  private linesChanged(): void {
    this.timer ??= setTimeout(
      () => {
        this.timer = undefined;
        this.changed();
      },
      Math.max(this.restUntil - performance.now(), 0),
    );
  }

  private drawNow(): void {
    const begin = performance.now();
    this.isStale = false;
    const { width } = this.chart.plot;
    const lines = this.model.visibleRuns.length * (this.model.view.value.smoothing > 0 ? 2 : 1);
    const content = metricContent(this.model, this.metric, Math.min(width, MOST_POINTS / (2 * lines)));
    this.chart.show(content, readTheme());
    this.content.value = content;
    // The browser draws after this, which without a GPU takes longer than all before.
    requestAnimationFrame(() => {
      const end = performance.now();
      this.restUntil = end + REST_PER_DRAWING * (end - begin);
    });
  }
}
