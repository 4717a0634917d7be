/** Points in a space of any dimension. */
export interface Points {
  readonly count: number;
  readonly dimensions: number;
  /** [count, dimensions] */
  readonly values: Float64Array;
}

/**
 * Squared Euclidean distances, by way of products of those coordinates that are not 0, of which encodings have few.
 * They are exactly 0 between equal points, since a point's product with its equal is summed as that with itself.
 */
export class Distances {
  readonly count: number;
  /** Coordinates that are not 0, point after point, with their places in a point. */
  private readonly values: Float64Array;
  private readonly places: Int32Array;
  /** Where each point's coordinates begin, and where the last one's end. */
  private readonly starts: Int32Array;
  private readonly squares: Float64Array;
  /** The point that distances are from. */
  private readonly from: Float64Array;

  constructor({ count, dimensions, values }: Points) {
    this.count = count;
    const filled = values.reduce((sum, value) => sum + Number(value !== 0), 0);
    this.values = new Float64Array(filled);
    this.places = new Int32Array(filled);
    this.starts = new Int32Array(count + 1);
    this.squares = new Float64Array(count);
    this.from = new Float64Array(dimensions);
    for (let point = 0, next = 0; point < count; point++) {
      for (let i = 0; i < dimensions; i++) {
        const value = values[point * dimensions + i]!;
        if (value === 0) continue;
        this.values[next] = value;
        this.places[next++] = i;
      }
      this.starts[point + 1] = next;
    }
    for (let point = 0; point < count; point++) this.squares[point] = this.product(this.spread(point), point);
  }

  /** Writes the squared distances of all points from one; [count]. */
  fromPoint(point: number, out: Float64Array): void {
    const { count, squares } = this;
    const from = this.spread(point);
    const own = squares[point]!;
    for (let other = 0; other < count; other++) {
      out[other] = Math.max(0, own + squares[other]! - 2 * this.product(from, other));
    }
  }

  private spread(point: number): Float64Array {
    const { from, values, places, starts } = this;
    from.fill(0);
    for (let i = starts[point]!; i < starts[point + 1]!; i++) from[places[i]!] = values[i]!;
    return from;
  }

  private product(from: Float64Array, point: number): number {
    const { values, places, starts } = this;
    let sum = 0;
    const end = starts[point + 1]!;
    for (let i = starts[point]!; i < end; i++) sum += from[places[i]!]! * values[i]!;
    return sum;
  }
}
