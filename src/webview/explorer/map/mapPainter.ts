import { colourIndex, type ColourScale } from '../../shared/colourScale';
import { translucent } from '../../shared/contrast';
import type { Theme } from '../../shared/theme';
import { labelName } from '../neuron/labelWords';
import { MARK, mainLabel, markOf, type FoundLabel, type LabelIndex } from './labelIndex';
import { TEXT_ROW, visibleRows, WIDE_COLUMN, type MapLayout, type Scroll } from './mapLayout';
import { shareOf, type ValueScale } from './mapValues';

/** All that is drawn of a map. */
export interface MapContent {
  /** The neuron of each row. */
  readonly rows: Int32Array;
  readonly positions: readonly { readonly position: number; readonly position_name: string }[];
  /** [neurons, positions] */
  readonly values: Float32Array;
  readonly scale: ValueScale;
  readonly colours: ColourScale;
  readonly labels: LabelIndex;
  /** The row that is looked at, and the place of the position; -1 for none, null for all positions together. */
  readonly selectedRow: number;
  readonly selectedPlace: number | null;
}

const TAU = 2 * Math.PI;
/** Cells that are this high or higher are set apart by a line. */
const GAP_ROW = 7;
const MARK_ROW = 5;
/** What a number needs where not every row has one. */
const LINE = 12;

/** Draws what is seen of the map in a canvas of `width` × `height` CSS pixels; as many cells as are in sight. */
export function paintMap(
  context: CanvasRenderingContext2D,
  { width, height }: { readonly width: number; readonly height: number },
  layout: MapLayout,
  scroll: Scroll,
  content: MapContent,
  theme: Theme,
): void {
  const painter = new Painter(context, layout, scroll, content, theme);
  context.clearRect(0, 0, width, height);
  const rows = visibleRows(layout, scroll.top, height);
  painter.clipped(layout.gutter, layout.header, width, height, () => {
    painter.cells(rows);
    painter.labels(rows);
    painter.selection(rows);
  });
  painter.clipped(0, layout.header, layout.gutter, height, () => painter.numbers(rows));
  painter.clipped(layout.gutter, 0, width, layout.header, () => painter.headings());
}

class Painter {
  private readonly faint: string;

  constructor(
    private readonly context: CanvasRenderingContext2D,
    private readonly layout: MapLayout,
    private readonly scroll: Scroll,
    private readonly content: MapContent,
    private readonly theme: Theme,
  ) {
    this.faint = theme.highContrast ? theme.foreground : translucent(theme.foreground, 0.75);
  }

  clipped(left: number, top: number, right: number, bottom: number, draw: () => void): void {
    const { context } = this;
    context.save();
    context.beginPath();
    context.rect(left, top, right - left, bottom - top);
    context.clip();
    draw();
    context.restore();
  }

  cells([first, end]: readonly [number, number]): void {
    const { context, layout, content } = this;
    const { columns, columnWidth, rowHeight } = layout;
    const { values, scale, colours, labels, rows } = content;
    const gap = rowHeight >= GAP_ROW ? 1 : 0;
    for (let row = first; row < end; row++) {
      const start = rows[row]! * columns;
      for (let column = 0; column < columns; column++) {
        const share = shareOf(values[start + column]!, scale);
        const mark = labels.marks[start + column]!;
        if (Number.isNaN(share) && mark === MARK.none) continue;
        const [x, y] = [this.x(column), this.y(row)];
        const index = Number.isNaN(share) ? undefined : colourIndex(share);
        if (index !== undefined) {
          context.fillStyle = colours.colours[index]!;
          context.fillRect(x, y, columnWidth - gap, rowHeight - gap);
        }
        if (mark !== MARK.none && rowHeight >= MARK_ROW) {
          const ink = index === undefined ? this.theme.foreground : colours.inks[index]!;
          this.mark(x + (columnWidth - gap) / 2, y + (rowHeight - gap) / 2, mark, ink);
        }
      }
    }
  }

  /** The strongest label of each row. */
  labels([first, end]: readonly [number, number]): void {
    const { context, layout, content, theme } = this;
    if (layout.labels === 0) return;
    const x = this.x(layout.columns) + 8;
    this.font(Math.min(layout.rowHeight - 1, 11));
    context.textAlign = 'left';
    for (let row = first; row < end; row++) {
      const neuron = content.rows[row]!;
      const label = mainLabel(content.labels, neuron);
      if (!label) continue;
      const mark = markOf(label);
      const y = this.y(row) + layout.rowHeight / 2;
      context.fillStyle = mark === MARK.correlates ? this.faint : theme.foreground;
      this.mark(x + 3, y, mark, context.fillStyle);
      context.fillText(rowText(content.labels, neuron, label), x + 11, y, layout.labels - 19);
    }
  }

  /** Every row's number, or as many as there is room for. */
  numbers([first, end]: readonly [number, number]): void {
    const { context, layout, content, theme } = this;
    const { rowHeight, gutter } = layout;
    const step = rowHeight >= TEXT_ROW ? 1 : Math.ceil(LINE / rowHeight);
    const size = Math.min(rowHeight >= TEXT_ROW ? rowHeight - 1 : 9, 11);
    context.textAlign = 'right';
    for (let row = first; row < end; row++) {
      const isSelected = row === content.selectedRow;
      const isCovered = Math.abs(row - content.selectedRow) * rowHeight < LINE && step > 1;
      if (!isSelected && (row % step !== 0 || isCovered)) continue;
      this.font(size, isSelected);
      const y = this.y(row) + rowHeight / 2;
      context.fillStyle = isSelected ? theme.foreground : this.faint;
      context.fillText(String(content.rows[row]), gutter - 6, y);
    }
  }

  headings(): void {
    const { context, layout, content, theme } = this;
    const { columnWidth, header, columns } = layout;
    for (let column = 0; column < columns; column++) {
      const { position, position_name: name } = content.positions[column]!;
      const x = this.x(column) + columnWidth / 2;
      const isSelected = column === content.selectedPlace;
      context.fillStyle = isSelected ? theme.foreground : this.faint;
      this.font(11, isSelected);
      if (columnWidth < WIDE_COLUMN) {
        context.save();
        context.translate(x, header - 5);
        context.rotate(-Math.PI / 2);
        context.textAlign = 'left';
        context.fillText(name, 0, 0);
        context.restore();
        continue;
      }
      context.textAlign = 'center';
      context.fillText(name, x, 10);
      this.font(9);
      context.fillStyle = this.faint;
      context.fillText(`P${position}`, x, 23);
    }
  }

  /** A frame about the row that is looked at, and a stronger one about the position. */
  selection([first, end]: readonly [number, number]): void {
    const { context, layout, content, theme } = this;
    const { selectedRow, selectedPlace } = content;
    if (selectedRow < first || selectedRow >= end) return;
    const y = this.y(selectedRow);
    const height = Math.max(layout.rowHeight, 4);
    const frame = (x: number, width: number, line: number) => {
      context.lineWidth = line + 2;
      context.strokeStyle = theme.background;
      context.strokeRect(x - 0.5, y - 0.5, width, height);
      context.lineWidth = line;
      context.strokeStyle = theme.foreground;
      context.strokeRect(x - 0.5, y - 0.5, width, height);
    };
    frame(this.x(0) + 1, layout.columns * layout.columnWidth - 1, 1);
    if (selectedPlace !== null) frame(this.x(selectedPlace), layout.columnWidth, 2);
  }

  /** A disc for what is proved, a ring for what correlates, a square on its corner for what is proved of several. */
  private mark(x: number, y: number, mark: number, ink: string): void {
    const { context, layout } = this;
    const radius = Math.min(Math.max(Math.min(layout.rowHeight, layout.columnWidth) * 0.22, 1.4), 3.5);
    context.beginPath();
    if (mark === MARK.together) {
      context.moveTo(x, y - radius);
      context.lineTo(x + radius, y);
      context.lineTo(x, y + radius);
      context.lineTo(x - radius, y);
    } else context.arc(x, y, mark === MARK.proved ? radius : Math.max(radius - 0.5, 1.2), 0, TAU);
    if (mark !== MARK.correlates) {
      context.fillStyle = ink;
      context.fill();
    } else {
      context.lineWidth = 1.2;
      context.strokeStyle = ink;
      context.stroke();
    }
  }

  private font(size: number, bold = false): void {
    this.context.font = `${bold ? '600 ' : ''}${size}px ${this.theme.fontFamily}`;
    this.context.textBaseline = 'middle';
  }

  private x(column: number): number {
    return this.layout.gutter + column * this.layout.columnWidth - this.scroll.left;
  }

  private y(row: number): number {
    return this.layout.header + row * this.layout.rowHeight - this.scroll.top;
  }
}

/** A row's label, on which questions, and how many there are besides. */
export function rowText(index: LabelIndex, neuron: number, label: FoundLabel): string {
  const others = (index.byNeuron.get(neuron)?.length ?? 1) - 1;
  const rows = label.rows === 'all' ? '' : ` ${label.rows}`;
  return `${labelName(label)}${rows}${others > 0 ? ` +${others}` : ''}`;
}
