/** Points of a leaf, but for points too near to each other to be parted. */
const LEAF_POINTS = 4;
/** Then a cell is 2^-48 of the whole, near what a float can tell apart. */
const DEEPEST = 48;

/**
 * Points in the plane in cells that are quartered until they have few points, with each cell's centre of mass: the sums
 * of the Barnes-Hut approximation (van der Maaten 2014). Cells stand in the order of a walk that goes down first, each
 * with where to go on where it need not be entered.
 */
export class Quadtree {
  private readonly order: Int32Array;
  private readonly spare: Int32Array;
  private cells = 0;
  private centreX: Float64Array;
  private centreY: Float64Array;
  private sizes: Float64Array;
  private squaredWidths: Float64Array;
  private skips: Int32Array;
  /** Where a cell's points begin in the order; only leaves' are looked up, whose number is their size. */
  private firsts: Int32Array;
  private leaves: Uint8Array;

  constructor(private readonly count: number) {
    this.order = Int32Array.from({ length: count }, (_, i) => i);
    this.spare = new Int32Array(count);
    const room = 4 * count + 64;
    this.centreX = new Float64Array(room);
    this.centreY = new Float64Array(room);
    this.sizes = new Float64Array(room);
    this.squaredWidths = new Float64Array(room);
    this.skips = new Int32Array(room);
    this.firsts = new Int32Array(room);
    this.leaves = new Uint8Array(room);
  }

  /** Sorts points into cells anew; [count, 2]. */
  build(points: Float64Array): void {
    let [left, right, bottom, top] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < points.length; i += 2) {
      const [x, y] = [points[i]!, points[i + 1]!];
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < bottom) bottom = y;
      if (y > top) top = y;
    }
    this.cells = 0;
    const half = Math.max(right - left, top - bottom) / 2;
    this.split(points, 0, this.count, (left + right) / 2, (bottom + top) / 2, half, 0);
  }

  /**
   * Adds up how all points push each one away: writes Σ q² (y_i - y_j), q = 1 / (1 + |y_i - y_j|²), of cells that look
   * smaller than θ with their centre of mass.
   *
   * @param out receives [count, 2]
   * @returns Σ q over all ordered pairs
   */
  repulsion(points: Float64Array, theta: number, out: Float64Array): number {
    const { order, cells, centreX, centreY, sizes, squaredWidths, skips, firsts, leaves } = this;
    const squaredTheta = theta * theta;
    let total = 0;
    for (const point of order) {
      const [x, y] = [points[2 * point]!, points[2 * point + 1]!];
      let [pushX, pushY, sum] = [0, 0, 0];
      for (let cell = 0; cell < cells;) {
        const dx = x - centreX[cell]!;
        const dy = y - centreY[cell]!;
        const squared = dx * dx + dy * dy;
        const size = sizes[cell]!;
        if (squaredWidths[cell]! < squaredTheta * squared || (leaves[cell] === 1 && size === 1)) {
          const q = 1 / (1 + squared);
          const weight = size * q;
          sum += weight;
          pushX += weight * q * dx;
          pushY += weight * q * dy;
          cell = skips[cell]!;
        } else if (leaves[cell] === 1) {
          const first = firsts[cell]!;
          for (let i = first; i < first + size; i++) {
            const other = 2 * order[i]!;
            const toX = x - points[other]!;
            const toY = y - points[other + 1]!;
            const q = 1 / (1 + toX * toX + toY * toY);
            sum += q;
            pushX += q * q * toX;
            pushY += q * q * toY;
          }
          cell = skips[cell]!;
        } else cell++;
      }
      out[2 * point] = pushX;
      out[2 * point + 1] = pushY;
      // Itself, at no distance.
      total += sum - 1;
    }
    return total;
  }

  /** Makes a cell of the points from `first` to `end` in the order, and those within it. */
  private split(
    points: Float64Array,
    first: number,
    end: number,
    middleX: number,
    middleY: number,
    half: number,
    depth: number,
  ): void {
    const cell = this.newCell();
    const { order } = this;
    let [sumX, sumY] = [0, 0];
    for (let i = first; i < end; i++) {
      sumX += points[2 * order[i]!]!;
      sumY += points[2 * order[i]! + 1]!;
    }
    const size = end - first;
    this.centreX[cell] = sumX / size;
    this.centreY[cell] = sumY / size;
    this.sizes[cell] = size;
    this.squaredWidths[cell] = 4 * half * half;
    this.firsts[cell] = first;
    const isLeaf = size <= LEAF_POINTS || depth === DEEPEST;
    this.leaves[cell] = Number(isLeaf);
    if (!isLeaf) {
      const [a, b, c] = this.quarter(points, first, end, middleX, middleY);
      const quarters = [first, a, b, c, end];
      for (let quarter = 0; quarter < 4; quarter++) {
        const [from, to] = [quarters[quarter]!, quarters[quarter + 1]!];
        if (from === to) continue;
        const x = middleX + (quarter & 1 ? half : -half) / 2;
        const y = middleY + (quarter & 2 ? half : -half) / 2;
        this.split(points, from, to, x, y, half / 2, depth + 1);
      }
    }
    this.skips[cell] = this.cells;
  }

  /** Sorts points by quarter, and returns where the second, third and fourth begin. */
  private quarter(points: Float64Array, first: number, end: number, middleX: number, middleY: number): number[] {
    const { order, spare } = this;
    const counts = [0, 0, 0, 0];
    const quarterOf = (point: number) =>
      (points[2 * point]! > middleX ? 1 : 0) + (points[2 * point + 1]! > middleY ? 2 : 0);
    for (let i = first; i < end; i++) counts[quarterOf(order[i]!)]!++;
    const begins = [first, first + counts[0]!, first + counts[0]! + counts[1]!, end - counts[3]!];
    const next = [...begins];
    for (let i = first; i < end; i++) spare[next[quarterOf(order[i]!)]!++] = order[i]!;
    order.set(spare.subarray(first, end), first);
    return begins.slice(1);
  }

  private newCell(): number {
    if (this.cells === this.sizes.length) this.grow();
    return this.cells++;
  }

  /** Points that are very near to each other lie under many cells. */
  private grow(): void {
    const room = 2 * this.sizes.length;
    const larger = <A extends Float64Array | Int32Array | Uint8Array>(old: A, make: new (length: number) => A): A => {
      const array = new make(room);
      array.set(old);
      return array;
    };
    this.centreX = larger(this.centreX, Float64Array);
    this.centreY = larger(this.centreY, Float64Array);
    this.sizes = larger(this.sizes, Float64Array);
    this.squaredWidths = larger(this.squaredWidths, Float64Array);
    this.skips = larger(this.skips, Int32Array);
    this.firsts = larger(this.firsts, Int32Array);
    this.leaves = larger(this.leaves, Uint8Array);
  }
}
