import type { Mark } from '../palette';
import type { Range } from '../range';

/** A point of a line; one whose `y` is NaN breaks it. */
export interface Point {
  readonly x: number;
  readonly y: number;
  /** Where a line leaves the plot: between two points, not one of them. */
  readonly isEdge?: boolean;
}

/** A line as it is drawn. */
export interface Line {
  /** Stays the same from one drawing to the next. */
  readonly id: string;
  readonly mark: Mark;
  readonly points: readonly Point[];
  readonly emphasis: 'none' | 'strong' | 'faint';
  /** Whether each point that is not an edge has a dot. */
  readonly dots: boolean;
  /** Whether the mark's tag stands at its end. */
  readonly tagged: boolean;
}

/** All that a chart shows. */
export interface ChartContent {
  /** The first is in front. */
  readonly lines: readonly Line[];
  /** What is to be seen of the x axis, and how far it goes. */
  readonly range: Range;
  readonly whole: Range;
  readonly logarithmic: boolean;
  /** Written under the x axis. */
  readonly axisTitle?: string;
}

/** What a line is drawn with: wider and fainter where that is asked for. */
export const EMPHASIS: Readonly<Record<Line['emphasis'], { readonly width: number; readonly opacity: number }>> = {
  none: { width: 1.5, opacity: 1 },
  strong: { width: 2.5, opacity: 1 },
  faint: { width: 1, opacity: 0.25 },
};
