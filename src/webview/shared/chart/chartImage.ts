import { readableOn } from '../contrast';
import type { Mark } from '../palette';
import type { Theme } from '../theme';
import { frameOf } from './chartFrame';
import type { ChartContent } from './content';
import { LineChart } from './lineChart';

/** Sharp on screens of high resolution and in print. */
const PIXEL_RATIO = 2;
const PADDING = 12;
const ROW_HEIGHT = 18;
const SWATCH_WIDTH = 24;

/** What stands around a chart in an image of it; sizes in CSS pixels. */
export interface ImageFrame {
  readonly title: string;
  readonly legend: readonly LegendEntry[];
  readonly width: number;
  /** Of the chart alone. */
  readonly height: number;
}

interface LegendEntry {
  readonly text: string;
  readonly mark: Mark;
  /** Whether the mark's tag stands before the text. */
  readonly tagged: boolean;
}

/** A chart with its title and legend, on the background of the theme. */
export function chartImage(content: ChartContent, frame: ImageFrame, theme: Theme): HTMLCanvasElement {
  const { width, height, title } = frame;
  const image = document.createElement('canvas');
  const context = image.getContext('2d')!;
  const { font } = frameOf(theme);
  const legendFont = `${font.size}px ${font.family}`;
  context.font = legendFont;
  const legend = placeLegend(context, frame);
  const top = PADDING + ROW_HEIGHT + legend.rows * ROW_HEIGHT + PADDING / 2;
  image.width = width * PIXEL_RATIO;
  image.height = (top + height + PADDING) * PIXEL_RATIO;

  // Its size has set the context back to its beginning.
  context.scale(PIXEL_RATIO, PIXEL_RATIO);
  context.fillStyle = theme.background;
  context.fillRect(0, 0, width, top + height + PADDING);
  context.textBaseline = 'middle';
  context.fillStyle = theme.foreground;
  context.font = `600 ${theme.fontSize}px ${theme.fontFamily}`;
  context.fillText(title, PADDING, PADDING + ROW_HEIGHT / 2);
  context.font = legendFont;
  for (const { x, row, text, mark } of legend.entries) {
    const y = PADDING + ROW_HEIGHT * (row + 1.5);
    drawSwatch(context, x, y, readableOn(theme.background, mark.colour), mark.dash);
    context.fillStyle = theme.foreground;
    context.fillText(text, x + SWATCH_WIDTH + 6, y);
  }
  const chart = drawChart(content, theme, width - 2 * PADDING, height);
  context.drawImage(chart, PADDING, top, width - 2 * PADDING, height);
  return image;
}

/**
 * Puts an image on the clipboard as a PNG.
 * @throws Error where the browser does not let it
 */
export async function copyImage(image: HTMLCanvasElement): Promise<void> {
  const png = new Promise<Blob>((resolve, reject) =>
    image.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('the image is too large'))), 'image/png'),
  );
  await navigator.clipboard.write([new ClipboardItem({ 'image/png': png })]);
}

function drawChart(content: ChartContent, theme: Theme, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const chart = new LineChart(canvas, { zoomed: () => undefined, resized: () => undefined }, PIXEL_RATIO);
  chart.show(content, theme);
  // The canvas keeps its picture only as long as the chart is there.
  const copy = document.createElement('canvas');
  copy.width = canvas.width;
  copy.height = canvas.height;
  copy.getContext('2d')!.drawImage(canvas, 0, 0);
  chart.destroy();
  return copy;
}

interface PlacedEntry {
  readonly x: number;
  readonly row: number;
  readonly text: string;
  readonly mark: Mark;
}

/** Sets the entries of a legend in rows, as words in a text. */
function placeLegend(
  context: CanvasRenderingContext2D,
  { legend, width }: ImageFrame,
): { readonly entries: readonly PlacedEntry[]; readonly rows: number } {
  const entries: PlacedEntry[] = [];
  let [x, row] = [PADDING, 0];
  for (const { text: name, mark, tagged } of legend) {
    const text = shortened(context, tagged ? `${mark.tag}  ${name}` : name, width / 2);
    const needed = SWATCH_WIDTH + 6 + context.measureText(text).width;
    if (x > PADDING && x + needed > width - PADDING) [x, row] = [PADDING, row + 1];
    entries.push({ x, row, text, mark });
    x += needed + 18;
  }
  return { entries, rows: legend.length === 0 ? 0 : row + 1 };
}

function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let length = text.length;
  while (length > 1 && context.measureText(`${text.slice(0, length)}…`).width > width) length--;
  return `${text.slice(0, length)}…`;
}

function drawSwatch(
  context: CanvasRenderingContext2D,
  x: number,
  y: number,
  colour: string,
  dash: readonly number[],
): void {
  context.save();
  context.strokeStyle = colour;
  context.lineWidth = 3;
  context.setLineDash([...dash]);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x + SWATCH_WIDTH, y);
  context.stroke();
  context.restore();
}
