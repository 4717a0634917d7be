import type { Affinities } from './affinities';
import { Quadtree } from './quadtree';

/** Cells of the tree that look smaller are taken as a whole. */
const THETA = 0.5;

/** The gradient of t-SNE's Kullback-Leibler divergence: affinities pull points together, all points push each other. */
export class TsneGradient {
  private readonly count: number;
  private readonly tree: Quadtree;
  private readonly pushes: Float64Array;
  private readonly slopes: Float64Array;

  constructor(private readonly near: Affinities) {
    this.count = near.starts.length - 1;
    this.tree = new Quadtree(this.count);
    this.pushes = new Float64Array(2 * this.count);
    this.slopes = new Float64Array(2 * this.count);
  }

  /**
   * @param points [count, 2]
   * @param exaggeration what affinities are multiplied by
   * @returns [count, 2], valid until the next call
   */
  at(points: Float64Array, exaggeration: number): Float64Array {
    const { count, near, pushes, slopes, tree } = this;
    tree.build(points);
    const total = tree.repulsion(points, THETA, pushes);
    const { starts, columns, values } = near;
    for (let point = 0; point < count; point++) {
      const x = points[2 * point]!;
      const y = points[2 * point + 1]!;
      let pullX = 0;
      let pullY = 0;
      const end = starts[point + 1]!;
      for (let i = starts[point]!; i < end; i++) {
        const other = 2 * columns[i]!;
        const dx = x - points[other]!;
        const dy = y - points[other + 1]!;
        const pull = values[i]! / (1 + dx * dx + dy * dy);
        pullX += pull * dx;
        pullY += pull * dy;
      }
      slopes[2 * point] = 4 * (exaggeration * pullX - pushes[2 * point]! / total);
      slopes[2 * point + 1] = 4 * (exaggeration * pullY - pushes[2 * point + 1]! / total);
    }
    return slopes;
  }

  /** Σ p log(p / q) over the pairs that have an affinity; nothing of it is approximated. */
  klDivergence(points: Float64Array): number {
    const { count, near, pushes, tree } = this;
    tree.build(points);
    const total = tree.repulsion(points, 0, pushes);
    const { starts, columns, values } = near;
    let divergence = 0;
    for (let point = 0; point < count; point++) {
      for (let i = starts[point]!; i < starts[point + 1]!; i++) {
        const other = 2 * columns[i]!;
        const [dx, dy] = [points[2 * point]! - points[other]!, points[2 * point + 1]! - points[other + 1]!];
        const p = values[i]!;
        if (p > 0) divergence += p * Math.log(p * total * (1 + dx * dx + dy * dy));
      }
    }
    return divergence;
  }
}
