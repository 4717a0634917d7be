import { randomStream } from '../../random/stream';
import { Histograms, type Histogram } from './histogram';
import { KeptRows, type KeptRow } from './keptRows';

/** A question on which a neuron fires. */
export interface Example {
  readonly question: number;
  /** Index among the positions that were looked at. */
  readonly position: number;
  readonly activation: number;
}

/** How much a neuron does. */
export interface Figures {
  /** Fraction of the activations that are above 0. */
  readonly density: number;
  readonly mean: number;
  /** Of the activations above 0; null where there are none. */
  readonly mean_active: number | null;
  readonly max: number;
}

/** What a neuron does at a position, or at all together. */
export interface Statistics extends Figures {
  readonly histogram: Histogram;
  /** The largest activations. Over all positions, each question with its largest only. */
  readonly top: readonly Example[];
  /** A random choice of activations above 0, evenly spread over their ranks, the largest first. */
  readonly spread: readonly Example[];
}

interface StatisticsOptions {
  readonly positions: number;
  readonly neurons: number;
  readonly seed: number;
  /** How many of the largest activations to keep, and how many spread over all. */
  readonly top?: number;
  readonly spread?: number;
}

/** Streams of random numbers beyond those of the probe questions, one for each question. */
const PRIORITIES = 2 ** 41;
/** So many times as many rows are drawn as are chosen to be evenly spread. */
const DRAWN_PER_CHOSEN = 3;

/** Statistics of every neuron at every position, from activations that come in batches of any size and order. */
export class NeuronStatistics {
  private readonly positions: number;
  private readonly neurons: number;
  private readonly seed: number;
  private readonly topSize: number;
  private readonly spreadSize: number;
  private questions = 0;
  // By position and neuron.
  private readonly sums: Float64Array;
  private readonly active: Uint32Array;
  private readonly maxima: Float32Array;
  private readonly histograms: Histograms;
  private readonly largest: KeptRows;
  /** Rows by random priority, so that those kept are a random choice of all. */
  private readonly drawn: KeptRows;

  constructor({ positions, neurons, seed, top = 20, spread = 10 }: StatisticsOptions) {
    this.positions = positions;
    this.neurons = neurons;
    this.seed = seed;
    this.topSize = top;
    this.spreadSize = spread;
    const cells = positions * neurons;
    this.sums = new Float64Array(cells);
    this.active = new Uint32Array(cells);
    this.maxima = new Float32Array(cells);
    this.histograms = new Histograms(cells);
    this.largest = new KeptRows(cells, top);
    this.drawn = new KeptRows(cells, DRAWN_PER_CHOSEN * spread);
  }

  /**
   * @param activations none negative; [questions, positions, neurons]
   * @param firstQuestion number of the first of these questions
   */
  add(activations: Float32Array, firstQuestion: number): void {
    const { positions, neurons, sums, active, maxima } = this;
    const cells = positions * neurons;
    const questions = activations.length / cells;
    this.questions += questions;
    for (let i = 0; i < questions; i++) {
      const question = firstQuestion + i;
      const stream = randomStream(this.seed, 'probes', PRIORITIES + question);
      for (let position = 0; position < positions; position++) {
        const priority = stream.uint32();
        for (let neuron = 0; neuron < neurons; neuron++) {
          const cell = position * neurons + neuron;
          const activation = activations[i * cells + cell]!;
          if (!(activation > 0)) continue;
          sums[cell]! += activation;
          active[cell]!++;
          if (activation > maxima[cell]!) maxima[cell] = activation;
          this.histograms.add(cell, activation);
          this.largest.offer(cell, -activation, question, activation);
          this.drawn.offer(cell, priority, question, activation);
        }
      }
    }
  }

  /** @param position index among the positions */
  at(neuron: number, position: number): Statistics {
    return this.over(neuron, [position]);
  }

  /** Over all positions. */
  of(neuron: number): Statistics {
    return this.over(neuron, [...Array(this.positions).keys()]);
  }

  /** Figures alone, at once: at a position, or over all where none is given. */
  figures(neuron: number, position?: number): Figures {
    return this.figuresOver(neuron, position === undefined ? [...Array(this.positions).keys()] : [position]);
  }

  /** Mean number of neurons that are active at a position. */
  l0(position: number): number {
    const first = position * this.neurons;
    return sumOf(this.active.subarray(first, first + this.neurons)) / this.questions;
  }

  /** Mean number of neurons that are active, over all positions. */
  l0All(): number {
    return sumOf(this.active) / (this.questions * this.positions);
  }

  /** Neurons that are active nowhere. */
  dead(): number[] {
    return this.neuronsOf(0);
  }

  /** Neurons that are active on every question at every position. */
  alwaysOn(): number[] {
    return this.neuronsOf(this.questions * this.positions);
  }

  private neuronsOf(activeRows: number): number[] {
    return [...Array(this.neurons).keys()].filter((neuron) => {
      const active = Array.from(
        { length: this.positions },
        (_, position) => this.active[position * this.neurons + neuron]!,
      );
      return sumOf(active) === activeRows;
    });
  }

  private over(neuron: number, positions: readonly number[]): Statistics {
    const cells = positions.map((position) => position * this.neurons + neuron);
    const kept = (from: KeptRows) =>
      positions
        .flatMap((position, i) => from.of(cells[i]!).map((row) => ({ ...row, position })))
        .sort((a, b) => a.key - b.key || a.question - b.question || a.position - b.position);
    return {
      ...this.figuresOver(neuron, positions),
      histogram: this.histograms.of(cells),
      top: firstOfEach(kept(this.largest)).slice(0, this.topSize).map(exampleOf),
      spread: this.spreadOf(kept(this.drawn)),
    };
  }

  private figuresOver(neuron: number, positions: readonly number[]): Figures {
    const cells = positions.map((position) => position * this.neurons + neuron);
    const rows = this.questions * positions.length;
    const active = sumOf(cells.map((cell) => this.active[cell]!));
    const sum = sumOf(cells.map((cell) => this.sums[cell]!));
    return {
      density: rows === 0 ? 0 : active / rows,
      mean: rows === 0 ? 0 : sum / rows,
      mean_active: active === 0 ? null : sum / active,
      max: cells.reduce((most, cell) => Math.max(most, this.maxima[cell]!), 0),
    };
  }

  /** Of rows in order of their random priority, some at even steps of activation rank. */
  private spreadOf(rows: readonly (KeptRow & { position: number })[]): Example[] {
    const drawn = rows.slice(0, DRAWN_PER_CHOSEN * this.spreadSize).sort((a, b) => b.activation - a.activation);
    const count = Math.min(this.spreadSize, drawn.length);
    return Array.from({ length: count }, (_, i) => exampleOf(drawn[Math.floor(((i + 0.5) * drawn.length) / count)]!));
  }
}

function exampleOf({ question, position, activation }: KeptRow & { position: number }): Example {
  return { question, position, activation };
}

/** The first row of each question. */
function firstOfEach<Row extends KeptRow>(rows: readonly Row[]): Row[] {
  const seen = new Set<number>();
  return rows.filter(({ question }) => !seen.has(question) && seen.add(question));
}

function sumOf(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}
