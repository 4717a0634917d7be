import type { Range } from '../shared/range';
import { firstAbove, firstAtLeast } from '../shared/search';

/** A run's column. */
export interface TableSource {
  /** Ascending; to be multiplied by `unit`. */
  readonly x: Float64Array;
  readonly unit: number;
  readonly y: Float64Array;
}

export interface TableRows {
  readonly rows: readonly {
    readonly x: number;
    /** One per source: of its last line up to `x`; undefined before its first line and after its last. */
    readonly values: readonly (number | undefined)[];
  }[];
  /** How many places on the axis have a line; `rows` are some of them, evenly spaced, where they are too many. */
  readonly total: number;
}

/** The curves as rows, one for each place on the x axis where any has a line; at most `most`, the first and the last among them. */
export function tableRows(sources: readonly TableSource[], range: Range, most: number): TableRows {
  const places = sources.map((source) => placesIn(source, range)).reduce(union, new Float64Array(0));
  const chosen =
    places.length <= most
      ? [...places]
      : Array.from({ length: most }, (_, i) => places[Math.round((i * (places.length - 1)) / (most - 1))]!);
  return {
    rows: chosen.map((x) => ({ x, values: sources.map((source) => valueAt(source, x)) })),
    total: places.length,
  };
}

function placesIn({ x, unit }: TableSource, { min, max }: Range): Float64Array {
  return x.subarray(firstAtLeast(x, min / unit), firstAbove(x, max / unit)).map((place) => place * unit);
}

/** Two ascending columns as one, each value once. */
function union(a: Float64Array, b: Float64Array): Float64Array {
  const both = new Float64Array(a.length + b.length);
  let [length, i, j] = [0, 0, 0];
  while (i < a.length || j < b.length) {
    const value = Math.min(a[i] ?? Infinity, b[j] ?? Infinity);
    while (a[i] === value) i++;
    while (b[j] === value) j++;
    both[length++] = value;
  }
  return both.subarray(0, length);
}

function valueAt({ x, unit, y }: TableSource, place: number): number | undefined {
  const last = x.at(-1);
  if (last === undefined || last * unit < place) return undefined;
  // Multiplied as the places were, so that a line is found at its own place.
  let row = Math.min(firstAbove(x, place / unit), x.length - 1);
  while (row >= 0 && x[row]! * unit > place) row--;
  return row < 0 ? undefined : y[row];
}
