/** Bins of a histogram. */
const BINS = 64;

/** Activations above 0 by size: bin i counts those above i · width, up to (i + 1) · width. */
export interface Histogram {
  readonly width: number;
  readonly counts: readonly number[];
}

/**
 * One histogram per cell, filled in one pass without knowing the range before: all bins of a cell have the same width,
 * the smallest power of two with which its largest value fits. Bins of half the width merge in pairs when it grows, so
 * that the result is the same whatever the order.
 */
export class Histograms {
  /** The binary logarithm of each cell's width; meaningless while the cell is empty. */
  private readonly exponents: Int16Array;
  private readonly isFilled: Uint8Array;
  private readonly counts: Uint32Array;

  constructor(cells: number) {
    this.exponents = new Int16Array(cells);
    this.isFilled = new Uint8Array(cells);
    this.counts = new Uint32Array(cells * BINS);
  }

  /** @param value above 0 */
  add(cell: number, value: number): void {
    if (this.isFilled[cell] === 0) {
      this.isFilled[cell] = 1;
      this.exponents[cell] = exponentFor(value);
    }
    let bin = Math.ceil(value * 2 ** -this.exponents[cell]!) - 1;
    if (bin >= BINS) {
      const exponent = exponentFor(value);
      const start = cell * BINS;
      const counts = this.counts.subarray(start, start + BINS);
      counts.set(widened(counts, exponent - this.exponents[cell]!));
      this.exponents[cell] = exponent;
      bin = Math.ceil(value * 2 ** -exponent) - 1;
    }
    this.counts[cell * BINS + bin]!++;
  }

  /** Several cells as one. */
  of(cells: readonly number[]): Histogram {
    const filled = cells.filter((cell) => this.isFilled[cell] === 1);
    const exponent = filled.reduce((most, cell) => Math.max(most, this.exponents[cell]!), -Infinity);
    const sum = new Array<number>(BINS).fill(0);
    for (const cell of filled) {
      const counts = this.counts.subarray(cell * BINS, (cell + 1) * BINS);
      widened(counts, exponent - this.exponents[cell]!).forEach((count, bin) => (sum[bin]! += count));
    }
    return { width: 2 ** exponent, counts: sum };
  }
}

/** The counts in bins that are 2^doublings times as wide. */
function widened(counts: Uint32Array, doublings: number): Uint32Array {
  const wide = new Uint32Array(BINS);
  counts.forEach((count, bin) => (wide[Math.floor(bin / 2 ** doublings)]! += count));
  return wide;
}

/** The exponent of the narrowest bins that hold a value. */
function exponentFor(value: number): number {
  let exponent = Math.ceil(Math.log2(value / BINS));
  // The logarithm is rounded.
  while (value > BINS * 2 ** exponent) exponent++;
  while (value <= BINS * 2 ** (exponent - 1)) exponent--;
  return exponent;
}
