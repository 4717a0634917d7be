import type { SeriesColumn, SeriesPart } from '../../protocol/dashboard';
import { GrowingColumn } from './growingColumn';
import { SmoothedColumn } from './smoothing';

const NO_ROWS = new Float64Array(0);

/** The metrics lines of a run of one kind, by columns. */
export class Series {
  private readonly columns = new Map<SeriesColumn, GrowingColumn>();
  private readonly smoothedColumns = new Map<SeriesColumn, SmoothedColumn>();
  private readonly columnsInUse = new Set<SeriesColumn>();
  private readonly lows = new Map<SeriesColumn, { readonly rows: number; readonly value: number }>();
  private rows = 0;

  get length(): number {
    return this.rows;
  }

  /**
   * Takes rows in: they replace whatever there is from `from` on.
   * @throws RangeError where rows would be missing in between, or columns differ in length
   */
  replaceFrom({ from, columns }: Pick<SeriesPart, 'from' | 'columns'>): void {
    if (from > this.rows) throw new RangeError(`rows from ${from} on, where there are ${this.rows}`);
    const length = columns.step.length;
    // A resumed run has been cut back: what follows from the rows that are gone is made anew.
    if (from < this.rows) {
      this.smoothedColumns.clear();
      this.columnsInUse.clear();
      this.lows.clear();
    }
    const checked = from < this.rows ? 0 : from;
    for (const [name, values] of Object.entries(columns) as [SeriesColumn, Float64Array][]) {
      if (values.length !== length) throw new RangeError(`${values.length} rows of ${name}, ${length} of step`);
      const column = this.columns.get(name) ?? new GrowingColumn();
      column.replaceFrom(from, values);
      this.columns.set(name, column);
      if (!this.columnsInUse.has(name) && column.values.subarray(checked).some(isOfUse)) this.columnsInUse.add(name);
    }
    this.rows = from + length;
  }

  /** A column; a view, valid until the next change. NaN where a value is undefined or was not finite. */
  column(name: SeriesColumn): Float64Array {
    return this.columns.get(name)?.values ?? NO_ROWS;
  }

  /** A column smoothed, with a weight from 0 to below 1; a view, valid until the next change. */
  smoothed(name: SeriesColumn, weight: number): Float64Array {
    let smoothed = this.smoothedColumns.get(name);
    if (smoothed?.weight !== weight) {
      smoothed = new SmoothedColumn(weight);
      this.smoothedColumns.set(name, smoothed);
    }
    return smoothed.extend(this.column(name));
  }

  /** The lowest value of a column; Infinity where it has none. */
  lowest(name: SeriesColumn): number {
    const before = this.lows.get(name) ?? { rows: 0, value: Infinity };
    let { value } = before;
    for (const next of this.column(name).subarray(before.rows)) if (next < value) value = next;
    this.lows.set(name, { rows: this.rows, value });
    return value;
  }

  /** Whether a column has anything but zeros and undefined values. */
  isInUse(name: SeriesColumn): boolean {
    return this.columnsInUse.has(name);
  }
}

function isOfUse(value: number): boolean {
  return value !== 0 && !Number.isNaN(value);
}
