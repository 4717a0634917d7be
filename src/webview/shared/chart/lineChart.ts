import {
  Chart,
  LinearScale,
  LineController,
  LineElement,
  LogarithmicScale,
  PointElement,
  type ChartConfiguration,
  type ChartDataset,
  type Scale,
} from 'chart.js';
import zoomPlugin from 'chartjs-plugin-zoom';
import { readableOn, translucent } from '../contrast';
import { SHORTEST_SHARE, type Range } from '../range';
import type { Theme } from '../theme';
import { frameOf } from './chartFrame';
import { EMPHASIS, type ChartContent, type Line, type Point } from './content';
import { endTags, tagMargin, type EndTags } from './endTags';
import { jaggedLines } from './jagged';
import { logTicks } from './logTicks';

Chart.register(LineController, LineElement, PointElement, LinearScale, LogarithmicScale, zoomPlugin);

const DOT_RADIUS = 2.5;

/** What a chart tells of itself. */
export interface ChartEvents {
  /** The user wants to see this stretch of the x axis, by dragging, wheel or pinch. */
  zoomed(range: Range): void;
  /** The plot has another size. */
  resized(): void;
}

/** In place of Chart.js' own, of which it labels few. */
function buildLogTicks(axis: Scale): void {
  axis.ticks = logTicks(axis.min, axis.max).map((value) => ({ value }));
}

/** A part of a canvas, in CSS pixels. */
export interface Plot {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

type Dataset = ChartDataset<'line', Point[]>;

/** Lines over a common x axis, drawn by Chart.js: without animation, with zoom along x, without legend or tooltip. */
export class LineChart {
  private readonly chart: Chart<'line', Point[]>;
  private readonly datasets = new Map<string, Dataset>();
  private endTags: EndTags = { lines: [], background: '' };

  /** @param pixelRatio of an image that is not shown; undefined for a canvas that fills its parent on the screen */
  constructor(canvas: HTMLCanvasElement, events: ChartEvents, pixelRatio?: number) {
    const zoomed = ({ chart }: { readonly chart: Chart }) => {
      const { min, max } = chart.scales.x!;
      events.zoomed({ min, max });
    };
    this.chart = new Chart<'line', Point[]>(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        responsive: pixelRatio === undefined,
        maintainAspectRatio: false,
        ...(pixelRatio !== undefined && { devicePixelRatio: pixelRatio }),
        onResize: () => events.resized(),
        // The page draws its own tooltip, from all rows and for all runs.
        events: [],
        // Numbers read as they do in files and tables, in every language.
        locale: 'en-US',
        // Of the joins between strokes the quickest to draw, which counts for jagged curves.
        datasets: { line: { pointHitRadius: 0, pointHoverRadius: 0, borderJoinStyle: 'bevel', clip: 3 } },
        plugins: {
          zoom: {
            zoom: {
              mode: 'x',
              drag: { enabled: true, threshold: 4 },
              wheel: { enabled: true, modifierKey: 'ctrl' },
              pinch: { enabled: true },
              onZoom: zoomed,
            },
            pan: { enabled: true, mode: 'x', modifierKey: 'shift', onPan: zoomed },
          },
        },
      },
      plugins: [endTags(() => this.endTags)],
    } satisfies ChartConfiguration<'line', Point[]>);
  }

  /** Where the plot lies in the canvas, without the axes, in CSS pixels. */
  get plot(): Plot {
    return this.chart.chartArea;
  }

  /** Where a value of the x axis lies in the canvas, in CSS pixels; NaN before the first drawing. */
  pixelOf(x: number): number {
    return this.chart.scales.x?.getPixelForValue(x) ?? NaN;
  }

  /** The value of the x axis at a pixel of the canvas; undefined beside the plot and before the first drawing. */
  valueAt(pixel: number): number | undefined {
    const { left, width } = this.plot;
    if (pixel < left || pixel > left + width) return undefined;
    return this.chart.scales.x?.getValueForPixel(pixel);
  }

  /** Draws it all anew. */
  show(content: ChartContent, theme: Theme): void {
    const coloured = content.lines.map((line) => ({ ...line, colour: readableOn(theme.background, line.mark.colour) }));
    this.endTags = { lines: coloured.filter(({ tagged }) => tagged), background: theme.background };
    const jagged = jaggedLines(
      coloured.map(({ points }) => points),
      content.logarithmic,
    );
    this.chart.data.datasets = coloured.map((line, i) => this.datasetOf(line, jagged[i]! ? [] : line.mark.dash));
    const ids = new Set(coloured.map(({ id }) => id));
    for (const id of this.datasets.keys()) if (!ids.has(id)) this.datasets.delete(id);
    this.setOptions(content, theme);
    // Not with the mode 'none', which keeps the points' earlier options.
    this.chart.update();
  }

  destroy(): void {
    this.chart.destroy();
  }

  /** Chart.js keeps what it knows of a dataset by the object's identity. */
  private datasetOf(line: Line & { readonly colour: string }, dash: readonly number[]): Dataset {
    const { id, points, colour, emphasis, dots } = line;
    const { width, opacity } = EMPHASIS[emphasis];
    const drawn = opacity === 1 ? colour : translucent(colour, opacity);
    const dataset = Object.assign(this.datasets.get(id) ?? { data: [] }, {
      data: points as Point[],
      borderColor: drawn,
      backgroundColor: drawn,
      borderWidth: width,
      borderDash: dash as number[],
      pointBorderWidth: 0,
      // A line of one point is not seen without.
      pointRadius: dots || points.length === 1 ? points.map(({ isEdge }) => (isEdge ? 0 : DOT_RADIUS)) : 0,
    } satisfies Dataset);
    this.datasets.set(id, dataset);
    return dataset;
  }

  private setOptions({ range, whole, logarithmic, axisTitle, lines }: ChartContent, theme: Theme): void {
    const { text, grid, font } = frameOf(theme);
    const { options } = this.chart;
    const ticks = { color: text, font, maxRotation: 0 };
    const border = { color: grid };
    options.font = font;
    const tags = lines.filter(({ tagged }) => tagged).map(({ mark }) => mark.tag);
    options.layout = { padding: { right: tags.length > 0 ? tagMargin(tags) : 4, top: 4 } };
    options.scales = {
      x: {
        type: 'linear',
        min: range.min,
        max: range.max,
        border,
        grid: { color: grid },
        ticks: { ...ticks, autoSkipPadding: 12, includeBounds: false },
        ...(axisTitle !== undefined && { title: { display: true, text: axisTitle, color: text, font } }),
      },
      y: {
        type: logarithmic ? 'logarithmic' : 'linear',
        border,
        grid: { color: grid },
        ticks: { ...ticks, maxTicksLimit: 6, ...(logarithmic && { callback: String }) },
        ...(logarithmic && { afterBuildTicks: buildLogTicks }),
      },
    };
    const zoom = options.plugins!.zoom!;
    zoom.limits = { x: { ...whole, minRange: (whole.max - whole.min) * SHORTEST_SHARE } };
    zoom.zoom!.drag = {
      ...zoom.zoom!.drag,
      backgroundColor: translucent(theme.foreground, 0.12),
      borderColor: text,
      borderWidth: 1,
    };
  }
}
