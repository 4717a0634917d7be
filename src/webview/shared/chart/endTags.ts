import type { Chart, Plugin } from 'chart.js';
import type { Line, Point } from './content';

const TAG_GAP = 5;
const TAG_HEIGHT = 11;
const DIGIT_WIDTH = 6;

/** The room that a chart leaves beside its plot for its tags. */
export function tagMargin(tags: readonly string[]): number {
  return TAG_GAP + tagWidth(tags);
}

/** As of two digits at least, so that most charts have the same margin. */
function tagWidth(tags: readonly string[]): number {
  return DIGIT_WIDTH * Math.max(2, ...tags.map(({ length }) => length));
}

/** What the tags of a chart are written from. */
export interface EndTags {
  /** Those whose tags are written. */
  readonly lines: readonly (Line & { readonly colour: string })[];
  readonly background: string;
}

/** A tag, and the pixel at its left in the middle. */
interface Placed {
  readonly tag: string;
  readonly colour: string;
  readonly x: number;
  readonly y: number;
}

/** Writes each line's tag at its end, so that it can be told from the others by more than its colour. */
export function endTags(tags: () => EndTags): Plugin<'line'> {
  return {
    id: 'endTags',
    afterDatasetsDraw(chart: Chart<'line'>) {
      const { ctx, chartArea } = chart;
      const { lines, background } = tags();
      const ends = lines.flatMap(({ tagged, mark, colour, points }) => {
        const end = tagged ? endPixel(chart, points) : undefined;
        return end ? [{ tag: mark.tag, colour, x: end.x + TAG_GAP, y: end.y }] : [];
      });
      ctx.save();
      ctx.font = `600 10px ${chart.options.font?.family ?? 'sans-serif'}`;
      ctx.textBaseline = 'middle';
      ctx.lineJoin = 'round';
      ctx.lineWidth = 3;
      // Behind each, so that the curves below do not cross it.
      ctx.strokeStyle = background;
      for (const { tag, colour, x, y } of spread(ends, chartArea)) {
        ctx.strokeText(tag, x, y);
        ctx.fillStyle = colour;
        ctx.fillText(tag, x, y);
      }
      ctx.restore();
    },
  };
}

function endPixel(chart: Chart<'line'>, points: readonly Point[]): Point | undefined {
  const end = points.findLast(({ y }) => !Number.isNaN(y));
  return end && { x: chart.scales.x!.getPixelForValue(end.x), y: chart.scales.y!.getPixelForValue(end.y) };
}

/** Moves tags apart that would cover others; leaves out those for which the plot has no room. */
function spread(tags: readonly Placed[], { top, bottom }: { readonly top: number; readonly bottom: number }): Placed[] {
  const placed: Placed[] = tags.toSorted((a, b) => a.y - b.y);
  const width = tagWidth(tags.map(({ tag }) => tag)) + 2;
  const covers = (a: Placed, b: Placed) => Math.abs(a.x - b.x) < width && Math.abs(a.y - b.y) < TAG_HEIGHT;
  // Down first, then up from the bottom.
  for (let i = 0; i < placed.length; i++) {
    for (const above of placed.slice(0, i)) {
      if (covers(above, placed[i]!)) placed[i] = { ...placed[i]!, y: above.y + TAG_HEIGHT };
    }
  }
  for (let i = placed.length - 1; i >= 0; i--) {
    placed[i] = { ...placed[i]!, y: Math.min(placed[i]!.y, bottom) };
    for (const below of placed.slice(i + 1).reverse()) {
      if (covers(below, placed[i]!)) placed[i] = { ...placed[i]!, y: below.y - TAG_HEIGHT };
    }
  }
  return placed.filter(({ y }) => y >= top);
}
