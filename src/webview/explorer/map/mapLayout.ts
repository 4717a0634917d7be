import type { RowSize } from './mapView';

/** Where everything of the map lies, in CSS pixels from its upper left corner. */
export interface MapLayout {
  readonly columns: number;
  readonly rows: number;
  readonly columnWidth: number;
  readonly rowHeight: number;
  /** Left of the cells, with the neurons' numbers; it stays where it is. */
  readonly gutter: number;
  /** Above the cells, with the positions' names; it stays where it is. */
  readonly header: number;
  /** Right of the cells, with labels; 0 where there are none, or no room. */
  readonly labels: number;
  /** Of all of it. */
  readonly width: number;
  readonly height: number;
}

/** The part of the map that is seen, less what stays where it is. */
export interface Scroll {
  readonly left: number;
  readonly top: number;
}

/** A row, and what of it: its number (null), a position of the SAE, or its label. */
export interface MapPlace {
  /** Undefined in the headings. */
  readonly row: number | undefined;
  readonly column: number | 'label' | null;
}

const LEAST_COLUMN = 13;
const MOST_COLUMN = 40;
const MOST_LABELS = 116;
const LEAST_LABELS = 70;
const DIGIT_WIDTH = 7;
const ROW_HEIGHTS: Readonly<Record<Exclude<RowSize, 'auto'>, number>> = { small: 4, medium: 12, large: 22 };
/** Rows that are this high or higher have their numbers and labels. */
export const TEXT_ROW = 9;
/** Columns that are this wide or wider have their names written across, with the position's number. */
export const WIDE_COLUMN = 24;

interface Room {
  readonly width: number;
  readonly height: number;
}

interface Content {
  readonly columns: number;
  readonly rows: number;
  readonly neurons: number;
  readonly hasLabels: boolean;
  readonly rowSize: RowSize;
}

/** The layout in a box of that size. */
export function mapLayout(room: Room, { columns, rows, neurons, hasLabels, rowSize }: Content): MapLayout {
  const gutter = Math.max(String(Math.max(neurons - 1, 0)).length, 2) * DIGIT_WIDTH + 12;
  const left = room.width - gutter - columns * LEAST_COLUMN;
  const least = hasLabels && left >= LEAST_LABELS ? Math.min(left, MOST_LABELS) : 0;
  const columnWidth = clamp(Math.floor((room.width - gutter - least) / columns), LEAST_COLUMN, MOST_COLUMN);
  const header = columnWidth >= WIDE_COLUMN ? 32 : 38;
  const rowHeight =
    rowSize === 'auto' ? clamp(Math.floor((room.height - header) / rows), TEXT_ROW, 22) : ROW_HEIGHTS[rowSize];
  const labels = rowHeight >= TEXT_ROW ? least : 0;
  return {
    columns,
    rows,
    columnWidth,
    rowHeight,
    gutter,
    header,
    labels,
    width: gutter + columns * columnWidth + labels,
    height: header + rows * rowHeight,
  };
}

/** The rows of which something is seen in a box of that height: from the first up to, without, the last. */
export function visibleRows(layout: MapLayout, top: number, height: number): [first: number, end: number] {
  const { rowHeight, header, rows } = layout;
  const first = clamp(Math.floor(top / rowHeight), 0, rows);
  return [first, clamp(Math.ceil((top + height - header) / rowHeight), first, rows)];
}

/** What is at a point of the box; undefined beside the map. */
export function placeAt(layout: MapLayout, x: number, y: number, scroll: Scroll): MapPlace | undefined {
  const { gutter, header, columns, columnWidth, rowHeight, rows, labels } = layout;
  const row = y < header ? undefined : Math.floor((y - header + scroll.top) / rowHeight);
  if (x < 0 || y < 0 || (row !== undefined && row >= rows)) return undefined;
  if (x < gutter) return { row, column: null };
  const across = x - gutter + scroll.left;
  if (across < columns * columnWidth) return { row, column: Math.floor(across / columnWidth) };
  return across < columns * columnWidth + labels ? { row, column: 'label' } : undefined;
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
