import { levelOf } from './levels';

/** The most bins that a ranking parts its rows into: by quantile and by level, see {@link Ranking.bins}. */
export const MOST_BINS = 32;
/** Quantile bins, as many as rows fill evenly. */
export const QUANTILES = 16;

const RADIX_BITS = 11;
const RADIX = 1 << RADIX_BITS;

/** Ranks, bins and order of one feature's values on some rows, made anew for each feature in the same memory. */
export class Ranking {
  length = 0;
  /** Values by row as given. */
  readonly values: Float32Array;
  /** Rank of each row's value from 1, rows of equal values sharing the mean of theirs. */
  readonly ranks: Float32Array;
  /** Rows by ascending value. */
  readonly order: Uint32Array;
  /** Per row the number of its bin; bins are ascending, and none spans two quantiles or two levels. */
  readonly bins: Uint8Array;
  /** Per bin how many rows it has, and which quantile and which level it belongs to. */
  readonly binSizes = new Uint32Array(MOST_BINS);
  readonly quantileOf = new Uint8Array(MOST_BINS);
  readonly levelOf = new Uint8Array(MOST_BINS);
  binCount = 0;
  isConstant = true;
  sum = 0;
  /** Sum of the squared distances from the mean. */
  squares = 0;

  private readonly floats: Float32Array;
  private readonly keys: Uint32Array;
  private readonly otherOrder: Uint32Array;
  private readonly counts = new Uint32Array(3 * RADIX);

  constructor(capacity: number) {
    this.values = new Float32Array(capacity);
    this.ranks = new Float32Array(capacity);
    this.order = new Uint32Array(capacity);
    this.bins = new Uint8Array(capacity);
    this.floats = new Float32Array(capacity);
    this.keys = new Uint32Array(this.floats.buffer);
    this.otherOrder = new Uint32Array(capacity);
  }

  /**
   * @param values a feature's values
   * @param rows which of them
   * @param maximum what levels are parts of
   * @throws RangeError where a value is not a number
   */
  rank(values: Float32Array, rows: Uint32Array, maximum: number): void {
    const { floats } = this;
    this.length = rows.length;
    for (let i = 0; i < rows.length; i++) {
      floats[i] = this.values[i] = values[rows[i]!]! + 0; // -0 becomes 0, which it equals
    }
    this.sort();
    this.divide(maximum);
  }

  /**
   * Ranks a part of the rows of another ranking, whose order it keeps.
   *
   * @param places by row of the other its place among these rows, or -1
   */
  rankPart(whole: Ranking, places: Int32Array, maximum: number): void {
    let length = 0;
    for (let i = 0; i < whole.length; i++) {
      const row = whole.order[i]!;
      const place = places[row]!;
      if (place < 0) continue;
      this.order[length++] = place;
      this.values[place] = whole.values[row]!;
    }
    this.length = length;
    this.divide(maximum);
  }

  /** Ranks and bins of rows in their order. */
  private divide(maximum: number): void {
    const { ranks } = this;
    let quantile = -1;
    let level = -1;
    this.binCount = 0;
    for (let first = 0; first < this.length;) {
      const value = this.values[this.order[first]!]!;
      let end = first + 1;
      while (end < this.length && this.values[this.order[end]!] === value) end++;
      const rank = (first + 1 + end) / 2;
      const quantileHere = Math.min(QUANTILES - 1, Math.floor((QUANTILES * (rank - 0.5)) / this.length));
      const levelHere = levelOf(value, maximum);
      if (quantileHere !== quantile || levelHere !== level) {
        this.quantileOf[this.binCount] = quantile = quantileHere;
        this.levelOf[this.binCount] = level = levelHere;
        this.binSizes[this.binCount] = 0;
        this.binCount++;
      }
      this.binSizes[this.binCount - 1]! += end - first;
      for (let i = first; i < end; i++) {
        ranks[this.order[i]!] = rank;
        this.bins[this.order[i]!] = this.binCount - 1;
      }
      first = end;
    }
    this.sum = 0;
    this.squares = 0;
    for (let i = 0; i < this.length; i++) this.sum += this.values[i]!;
    for (let i = 0; i < this.length; i++) this.squares += (this.values[i]! - this.sum / this.length) ** 2;
    this.isConstant = this.length === 0 || this.values[this.order[0]!] === this.values[this.order[this.length - 1]!];
  }

  /** Sorts rows by value: the bits of floats, mapped so that they ascend with them, from the lowest digit up. */
  private sort(): void {
    const { keys, counts, length } = this;
    counts.fill(0);
    for (let i = 0; i < length; i++) {
      if (Number.isNaN(this.values[i])) throw new RangeError('A feature has an activation that is not a number.');
      const bits = keys[i]!;
      const key = (bits ^ (bits >>> 31 === 1 ? 0xffffffff : 0x80000000)) >>> 0;
      keys[i] = key;
      counts[key & (RADIX - 1)]!++;
      counts[RADIX + ((key >>> RADIX_BITS) & (RADIX - 1))]!++;
      counts[2 * RADIX + (key >>> (2 * RADIX_BITS))]!++;
    }
    // Three passes: into order, into the other, and back.
    for (let pass = 0; pass < 3; pass++) {
      const [from, to] = pass === 1 ? [this.order, this.otherOrder] : [this.otherOrder, this.order];
      let start = 0;
      for (let digit = pass * RADIX; digit < (pass + 1) * RADIX; digit++) {
        const count = counts[digit]!;
        counts[digit] = start;
        start += count;
      }
      const shift = pass * RADIX_BITS;
      for (let i = 0; i < length; i++) {
        const row = pass === 0 ? i : from[i]!;
        to[counts[pass * RADIX + ((keys[row]! >>> shift) & (RADIX - 1))]!++] = row;
      }
    }
  }
}
