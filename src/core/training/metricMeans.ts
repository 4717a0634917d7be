/** Figures of one step, measured before its update. */
export interface StepMetrics {
  readonly loss: number;
  readonly mse: number;
  /** Unweighted; null where the architecture has none. */
  readonly sparsityPenalty: number | null;
  readonly l1Penalty: number | null;
  /** Per neuron, the rows on which it is not zero. */
  readonly firingCounts: ArrayLike<number>;
  /** Rows of the batch: questions × positions. */
  readonly rows: number;
}

/** Means over steps, as the notebook takes them: every step weighs the same. */
export interface MeanMetrics {
  readonly loss: number;
  readonly mse: number;
  readonly sparsity_penalty: number | null;
  readonly l1_penalty: number | null;
  /** Fraction of activations that are not zero; the notebook calls this "sparsity". */
  readonly density: number;
  /** Neurons that were not zero on at least one row of any step. */
  readonly neurons_used: number;
  readonly score: number;
}

/** Running sums, as a checkpoint keeps them. */
export interface MetricSums {
  readonly steps: number;
  readonly rows: number;
  readonly loss: number;
  readonly mse: number;
  readonly sparsityPenalty: number | null;
  readonly l1Penalty: number | null;
  readonly density: number;
  /** Per neuron, the rows on which it was not zero. */
  readonly firingCounts: readonly number[];
}

const NOTHING = { steps: 0, rows: 0, loss: 0, mse: 0, sparsityPenalty: null, l1Penalty: null, density: 0 };

/** The notebook's score of an SAE; lower is better. It is dominated by the loss. */
export function score(loss: number, density: number, neuronsUsed: number, encodingDim: number): number {
  return 100 * loss + density + neuronsUsed / encodingDim;
}

/** Means of step metrics over a stretch of training. */
export class MetricMeans {
  private readonly firingCounts: Float64Array;
  private sums: Omit<MetricSums, 'firingCounts'>;

  /** @param sums where to go on from */
  constructor(
    private readonly encodingDim: number,
    sums?: MetricSums,
  ) {
    this.sums = sums ?? NOTHING;
    this.firingCounts = sums ? Float64Array.from(sums.firingCounts) : new Float64Array(encodingDim);
  }

  get steps(): number {
    return this.sums.steps;
  }

  add(step: StepMetrics): void {
    const { sums } = this;
    let fired = 0;
    for (let neuron = 0; neuron < this.encodingDim; neuron++) {
      fired += step.firingCounts[neuron]!;
      this.firingCounts[neuron]! += step.firingCounts[neuron]!;
    }
    const plus = (sum: number | null, value: number | null) => (value === null ? null : (sum ?? 0) + value);
    this.sums = {
      steps: sums.steps + 1,
      rows: sums.rows + step.rows,
      loss: sums.loss + step.loss,
      mse: sums.mse + step.mse,
      sparsityPenalty: plus(sums.sparsityPenalty, step.sparsityPenalty),
      l1Penalty: plus(sums.l1Penalty, step.l1Penalty),
      density: sums.density + fired / (step.rows * this.encodingDim),
    };
  }

  /** The means so far; NaN before the first step. */
  means(): MeanMetrics {
    const { steps, loss, mse, sparsityPenalty, l1Penalty, density } = this.sums;
    const neuronsUsed = this.firingCounts.reduce((used, count) => used + (count > 0 ? 1 : 0), 0);
    return {
      loss: loss / steps,
      mse: mse / steps,
      sparsity_penalty: sparsityPenalty === null ? null : sparsityPenalty / steps,
      l1_penalty: l1Penalty === null ? null : l1Penalty / steps,
      density: density / steps,
      neurons_used: neuronsUsed,
      score: score(loss / steps, density / steps, neuronsUsed, this.encodingDim),
    };
  }

  /** Per neuron, the fraction of rows on which it was not zero; [encodingDim]. */
  densities(): Float64Array {
    return this.firingCounts.map((count) => count / this.sums.rows);
  }

  /** The running sums, to go on from later. */
  save(): MetricSums {
    return { ...this.sums, firingCounts: [...this.firingCounts] };
  }
}
