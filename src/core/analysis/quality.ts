/** Mean activations, as float32, in which activations and reconstructions are. */
interface MeanActivations {
  /** Over all positions; [width]. */
  readonly pooled: Float32Array;
  /** [positions, width] */
  readonly perPosition: Float32Array;
}

/** Mean activations from batches. */
export class ActivationMeans {
  private readonly sums: Float64Array;
  private questions = 0;

  constructor(
    private readonly positions: number,
    private readonly width: number,
  ) {
    this.sums = new Float64Array(positions * width);
  }

  /** @param x activations [questions, positions, width] */
  add(x: Float32Array): void {
    const cells = this.sums.length;
    this.questions += x.length / cells;
    for (let i = 0; i < x.length; i++) this.sums[i % cells]! += x[i]!;
  }

  means(): MeanActivations {
    const pooled = new Float64Array(this.width);
    this.sums.forEach((sum, cell) => (pooled[cell % this.width]! += sum / (this.questions * this.positions)));
    return {
      pooled: Float32Array.from(pooled),
      perPosition: Float32Array.from(this.sums, (sum) => sum / this.questions),
    };
  }
}

/** How well an SAE reconstructs what it reads. */
export interface Quality {
  /** 1 - Σ|x - x̂|² / Σ|x - μ|² over all questions and positions, μ their mean; null where nothing varies. */
  readonly explained_variance: number | null;
  /** The same with μ the mean at the position: positions have different means, which the first figure credits. */
  readonly explained_variance_per_position_mean: number | null;
  /** The second figure for each position alone. */
  readonly by_position: readonly (number | null)[];
  /** Mean of (x - x̂)² over rows and width. */
  readonly mse: number;
}

/**
 * Explained variance in a second pass over the activations, so that it is exactly 0 for a reconstruction that is the mean,
 * and exactly 1 for one that is the activations: error and variance are summed in the same way.
 */
export class ReconstructionQuality {
  // Sums of squares, by position.
  private readonly errors: Float64Array;
  private readonly fromPooled: Float64Array;
  private readonly fromOwn: Float64Array;
  private rows = 0;

  constructor(
    private readonly means: MeanActivations,
    private readonly positions: number,
    private readonly width: number,
  ) {
    this.errors = new Float64Array(positions);
    this.fromPooled = new Float64Array(positions);
    this.fromOwn = new Float64Array(positions);
  }

  /** @param x activations, and their reconstruction; [questions, positions, width] */
  add(x: Float32Array, reconstruction: Float32Array): void {
    const { positions, width } = this;
    const { pooled, perPosition } = this.means;
    const rows = x.length / width;
    this.rows += rows;
    for (let row = 0; row < rows; row++) {
      const position = row % positions;
      let [error, fromPooled, fromOwn] = [0, 0, 0];
      for (let i = 0; i < width; i++) {
        const value = x[row * width + i]!;
        error += (value - reconstruction[row * width + i]!) ** 2;
        fromPooled += (value - pooled[i]!) ** 2;
        fromOwn += (value - perPosition[position * width + i]!) ** 2;
      }
      this.errors[position]! += error;
      this.fromPooled[position]! += fromPooled;
      this.fromOwn[position]! += fromOwn;
    }
  }

  result(): Quality {
    const sum = (parts: Float64Array) => parts.reduce((total, part) => total + part, 0);
    const error = sum(this.errors);
    return {
      explained_variance: explained(error, sum(this.fromPooled)),
      explained_variance_per_position_mean: explained(error, sum(this.fromOwn)),
      by_position: Array.from(this.errors, (own, position) => explained(own, this.fromOwn[position]!)),
      mse: error / (this.rows * this.width),
    };
  }
}

function explained(error: number, variance: number): number | null {
  return variance === 0 ? null : 1 - error / variance;
}
