/** Numbers that are appended to, and cut back at times, without copying them all each time. */
export class GrowingColumn {
  private buffer = new Float64Array(64);
  private used = 0;

  get length(): number {
    return this.used;
  }

  /** All numbers: a view, valid until the next change. */
  get values(): Float64Array {
    return this.buffer.subarray(0, this.used);
  }

  /** Replaces whatever there is from an index on. */
  replaceFrom(from: number, values: Float64Array): void {
    this.reserve(from + values.length);
    this.buffer.set(values, from);
    this.used = from + values.length;
  }

  push(value: number): void {
    this.reserve(this.used + 1);
    this.buffer[this.used++] = value;
  }

  private reserve(length: number): void {
    if (length <= this.buffer.length) return;
    const larger = new Float64Array(Math.max(length, 2 * this.buffer.length));
    larger.set(this.values);
    this.buffer = larger;
  }
}
