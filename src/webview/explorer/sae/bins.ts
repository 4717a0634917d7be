/** How many values lie from `from` on up to, without, `to`; the last bin includes its end. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const MOST_BINS = 40;
const BINS_PER_DECADE = 4;

/** Equal bins with round ends over all values; empty for none. */
export function linearBins(values: Float32Array): Bin[] {
  if (values.length === 0) return [];
  const [least, most] = extent(values);
  if (least === most) return [{ from: least, to: most, count: values.length }];
  // As many as Sturges has it, and half as many again: norms often have two humps.
  const wanted = Math.min(Math.ceil(1.5 * (Math.log2(values.length) + 1)), MOST_BINS);
  const step = roundStep((most - least) / wanted);
  const first = Math.floor(least / step);
  const edges = Array.from({ length: Math.floor(most / step) - first + 2 }, (_, i) => round((first + i) * step));
  return counted(values, edges);
}

/** Bins of a quarter of a decade over all values above 0, from a whole decade on up to `most`. */
export function logBins(values: Float32Array, most: number): Bin[] {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return [];
  const first = Math.floor(Math.log10(extent(positive)[0]) + 1e-9);
  const bins = Math.ceil((Math.log10(most) - first) * BINS_PER_DECADE - 1e-9);
  return counted(
    positive,
    Array.from({ length: Math.max(bins, 1) + 1 }, (_, i) => 10 ** (first + i / BINS_PER_DECADE)),
  );
}

function counted(values: Float32Array, edges: readonly number[]): Bin[] {
  const counts = new Array<number>(edges.length - 1).fill(0);
  for (const value of values) {
    const above = edges.findIndex((edge) => edge > value);
    counts[above < 0 ? counts.length - 1 : Math.max(above - 1, 0)]!++;
  }
  return counts.map((count, i) => ({ from: edges[i]!, to: edges[i + 1]!, count }));
}

function extent(values: Float32Array): [least: number, most: number] {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}

function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= rough)!;
}

/** Without the last digits of a float64. */
function round(value: number): number {
  return Number(value.toPrecision(12));
}
