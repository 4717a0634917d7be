import { contextLength, firstOperandPosition, secondOperandPosition } from '../../arithmetic/positions';
import { readQuestion } from '../../arithmetic/question';
import { questionClass } from '../../arithmetic/questionClass';

/** The column of a question that a neuron's activations at a position follow from. */
export interface ColumnDependence {
  /** The column n, of Dn and D'n. */
  readonly digit: number;
  /** The share of the activations' variance, on questions held out, that Dn, D'n and the question's class account for. */
  readonly explained: number;
}

/** Pairs of digits in each class; a multiplication is a class of its own. */
const CLASSES = ['S', 'M', 'N', undefined] as const;
const CELLS = 100 * CLASSES.length;

/** Sums over one half of the questions. */
interface Half {
  /** Activations by position, neuron, column and cell. */
  readonly sums: Float32Array;
  /** By position and neuron. */
  readonly squares: Float64Array;
  readonly totals: Float64Array;
  /** Questions by column and cell. */
  readonly counts: Float64Array;
  questions: number;
}

/**
 * Finds the column that each neuron follows from at each position: the share of variance explained, R², of "the mean
 * over the questions with the same two digits and class", the means taken from the questions of even index and the share
 * from the odd ones. Before `=` the model cannot know all of the class; that takes nothing from what is held out.
 */
export class ColumnDependences {
  private readonly halves: readonly [Half, Half];
  private readonly columns: number;

  /** What one neuron takes, in bytes. */
  static bytesPerNeuron(digits: number, positions: number): number {
    return 2 * positions * digits * CELLS * Float32Array.BYTES_PER_ELEMENT;
  }

  /**
   * @param digits per operand
   * @param positions of the SAE
   */
  constructor(
    private readonly digits: number,
    private readonly positions: readonly number[],
    private readonly neurons: number,
  ) {
    this.columns = digits;
    const places = positions.length * neurons;
    const half = (): Half => ({
      sums: new Float32Array(places * digits * CELLS),
      squares: new Float64Array(places),
      totals: new Float64Array(places),
      counts: new Float64Array(digits * CELLS),
      questions: 0,
    });
    this.halves = [half(), half()];
  }

  /**
   * Takes in some questions.
   *
   * @param activations [questions, positions, neurons]; questions beyond the activations are left out
   * @param tokens [questions, 3d + 4]
   * @param first index of the first question
   */
  add(activations: Float32Array, tokens: Int32Array, first: number): void {
    const { digits, positions, neurons, columns } = this;
    const perQuestion = positions.length * neurons;
    const cells = new Int32Array(columns);
    for (let row = 0; row * perQuestion < activations.length; row++) {
      const half = this.halves[(first + row) % 2]!;
      half.questions++;
      this.findCells(tokens, row * contextLength(digits), cells);
      for (let n = 0; n < columns; n++) half.counts[n * CELLS + cells[n]!]!++;
      for (const [place, position] of positions.entries()) {
        const lowest = this.lowestColumn(position);
        for (let neuron = 0; neuron < neurons; neuron++) {
          const at = place * neurons + neuron;
          const activation = activations[row * perQuestion + at]!;
          if (activation === 0) continue;
          half.totals[at]! += activation;
          half.squares[at]! += activation ** 2;
          for (let n = lowest; n < columns; n++) half.sums[(at * columns + n) * CELLS + cells[n]!]! += activation;
        }
      }
    }
  }

  /**
   * The column that accounts for most of a neuron's activations.
   *
   * @param place index of the position among those of the SAE
   * @returns null where no column has been read, or the activations do not differ
   */
  of(neuron: number, place: number): ColumnDependence | null {
    let best: ColumnDependence | null = null;
    for (let digit = this.lowestColumn(this.positions[place]!); digit < this.columns; digit++) {
      const explained = this.explained(place * this.neurons + neuron, digit);
      if (explained !== null && explained > (best?.explained ?? -Infinity)) best = { digit, explained };
    }
    return best;
  }

  private explained(at: number, digit: number): number | null {
    const [fit, heldOut] = this.halves;
    const variation = heldOut.squares[at]! - heldOut.totals[at]! ** 2 / heldOut.questions;
    if (fit.questions === 0 || !(variation > 0)) return null;
    const mean = fit.totals[at]! / fit.questions;
    let left = heldOut.squares[at]!;
    for (let cell = 0; cell < CELLS; cell++) {
      const [count, seen] = [heldOut.counts[digit * CELLS + cell]!, fit.counts[digit * CELLS + cell]!];
      if (count === 0) continue;
      const index = (at * this.columns + digit) * CELLS + cell;
      const predicted = seen === 0 ? mean : fit.sums[index]! / seen;
      left += predicted ** 2 * count - 2 * predicted * heldOut.sums[index]!;
    }
    return 1 - left / variation;
  }

  /** The lowest column of which both digits have been read at a position; those above have been read before. */
  private lowestColumn(position: number): number {
    return Math.max(0, 2 * this.digits - position);
  }

  private findCells(tokens: Int32Array, offset: number, cells: Int32Array): void {
    const { digits } = this;
    const kind = CLASSES.indexOf(questionClass(readQuestion(tokens, digits, offset)));
    for (let n = 0; n < digits; n++) {
      const [x, y] = [firstOperandPosition(digits, n), secondOperandPosition(digits, n)];
      cells[n] = (10 * tokens[offset + x]! + tokens[offset + y]!) * CLASSES.length + kind;
    }
  }
}
