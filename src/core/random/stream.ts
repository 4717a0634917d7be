import { philox4x32 } from './philox';

/** What randomness is drawn for. Changing a number changes every recorded run. */
const streamNumbers = {
  data: 0,
  weights: 1,
  probes: 2,
  ablations: 3,
  embedding: 4,
  search: 5,
  hypercube: 6,
  accuracy: 7,
} as const;

export type StreamName = keyof typeof streamNumbers;

const wordRange = 2 ** 32;
const wordsPerBlock = 4;

/**
 * A stream of random numbers that follows from (seed, name, index) alone: batch t of the data is the same whatever was
 * drawn before it, so a resumed run or a replay sees what the first run saw.
 *
 * The seed is Philox's key; its counter holds the place within the stream, the index and the name's number.
 *
 * @param seed whole number from 0 to 2^53 - 1
 * @param index which stream of that name, such as the step: a whole number from 0 to 2^53 - 1
 * @throws RangeError where seed or index is not such a number
 */
export function randomStream(seed: number, name: StreamName, index: number): RandomStream {
  const key = Uint32Array.from(wordsOf(seed, 'seed'));
  const counter = Uint32Array.from([0, ...wordsOf(index, 'stream index'), streamNumbers[name]]);
  return new RandomStream(key, counter);
}

/** Low and high 32-bit word of a whole number. */
function wordsOf(value: number, what: string): [low: number, high: number] {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`The ${what} must be a whole number from 0 to 2^53 - 1, found ${value}.`);
  }
  return [value % wordRange, Math.floor(value / wordRange)];
}

/** Random numbers from consecutive blocks of Philox4x32-10: 2^34 words before the stream repeats. */
export class RandomStream {
  private readonly block = new Uint32Array(wordsPerBlock);
  private used = wordsPerBlock;

  /** Draws with a key from a counter whose first word, the place within the stream, moves on by itself. */
  constructor(
    private readonly key: Uint32Array,
    private readonly counter: Uint32Array,
  ) {}

  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number {
    if (this.used === wordsPerBlock) {
      philox4x32(this.counter, this.key, this.block);
      this.counter[0]!++;
      this.used = 0;
    }
    return this.block[this.used++]!;
  }

  /**
   * A whole number from 0 to n - 1, every one exactly equally likely: words beyond the last full bucket are drawn anew.
   *
   * @throws RangeError where n is not a whole number from 1 to 2^32
   */
  integer(n: number): number {
    if (!Number.isInteger(n) || n < 1 || n > wordRange) {
      throw new RangeError(`A random integer needs a range of 1 to 2^32 numbers, found ${n}.`);
    }
    const bucketSize = Math.floor(wordRange / n);
    for (;;) {
      const bucket = Math.floor(this.uint32() / bucketSize);
      if (bucket < n) return bucket;
    }
  }

  /** A number in [0, 1) with all 53 bits that a double has there, made of two words as NumPy and Python do. */
  uniform(): number {
    const high = this.uint32() >>> 5;
    const low = this.uint32() >>> 6;
    return (high * 2 ** 26 + low) / 2 ** 53;
  }

  /** n numbers, each `uniform` stretched from 0 … 1 to low … high. */
  uniformFloats(n: number, low: number, high: number): Float64Array {
    return Float64Array.from({ length: n }, () => low + (high - low) * this.uniform());
  }
}
