import { firstOperandPosition, secondOperandPosition } from '../../../core/arithmetic/positions';
import { CLASSES, NO_CLASS, type Sample } from '../sample';

/** The questions that a grid is of. */
export const GRID_ROWS = ['all', ...CLASSES] as const;
export type GridRows = (typeof GRID_ROWS)[number];

/** A neuron's mean activation by the two digits of a column; [Dn, D'n], 10 × 10. */
export interface PairGrid {
  /** NaN where no question has these digits. */
  readonly means: Float64Array;
  readonly counts: Int32Array;
}

const SIDE = 10;
const CELLS = SIDE * SIDE;

/**
 * The grids of column n, of all questions and of each class, in one pass.
 * @param activations of the sampled questions at one position
 */
export function pairGrids(
  sample: Sample,
  n: number,
  activations: ArrayLike<number>,
): Readonly<Record<GridRows, PairGrid>> {
  const { questions, context, tokens, digits, classes } = sample;
  const [first, second] = [firstOperandPosition(digits, n), secondOperandPosition(digits, n)];
  const sums = new Float64Array((NO_CLASS + 1) * CELLS);
  const counts = new Int32Array((NO_CLASS + 1) * CELLS);
  for (let question = 0; question < questions; question++) {
    const offset = question * context;
    const cell = classes[question]! * CELLS + tokens[offset + first]! * SIDE + tokens[offset + second]!;
    sums[cell]! += activations[question]!;
    counts[cell]!++;
  }
  const grid = (parts: readonly number[]): PairGrid => {
    const means = new Float64Array(CELLS);
    const all = new Int32Array(CELLS);
    for (let cell = 0; cell < CELLS; cell++) {
      let sum = 0;
      for (const part of parts) {
        sum += sums[part * CELLS + cell]!;
        all[cell]! += counts[part * CELLS + cell]!;
      }
      means[cell] = sum / all[cell]!;
    }
    return { means, counts: all };
  };
  return { all: grid([0, 1, 2, NO_CLASS]), S: grid([0]), M: grid([1]), N: grid([2]) };
}

/**
 * The share of the activations' variance, of all questions, that lies between the pairs of digits (η²); 0 where they do
 * not vary.
 */
function explainedByPair(grid: PairGrid, activations: ArrayLike<number>): number {
  let [sum, squares] = [0, 0];
  const questions = activations.length;
  for (let question = 0; question < questions; question++) {
    sum += activations[question]!;
    squares += activations[question]! ** 2;
  }
  const mean = sum / questions;
  const variance = squares - questions * mean ** 2;
  if (!(variance > 0)) return 0;
  let between = 0;
  for (let cell = 0; cell < CELLS; cell++) {
    const count = grid.counts[cell]!;
    if (count > 0) between += count * (grid.means[cell]! - mean) ** 2;
  }
  return between / variance;
}

/** The column whose two digits explain most of the activations' variance, over all questions. */
export function tellingColumn(sample: Sample, activations: ArrayLike<number>): number {
  let [best, most] = [0, -1];
  for (let n = 0; n < sample.digits; n++) {
    const explained = explainedByPair(pairGrids(sample, n, activations).all, activations);
    if (explained > most) [best, most] = [n, explained];
  }
  return best;
}

/** The largest mean of some grids; 0 where there is none. */
export function largestMean(grids: readonly PairGrid[]): number {
  let largest = 0;
  for (const { means } of grids) for (const mean of means) if (mean > largest) largest = mean;
  return largest;
}
