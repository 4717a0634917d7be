import type { ProofPool } from '../../core/analysis/proof/pool';
import { randomStream } from '../../core/random/stream';
import type { PoolBatch, PoolPasses } from './poolPasses';
import { randomDirections } from './randomDirections';
import { saeSizes, type Subject } from './subject';

/** What neurons change by on every question at one position. */
export interface Change {
  readonly position: number;
  readonly neurons: readonly number[];
  /** f' - f; [questions, neurons] */
  readonly differences: Float32Array;
  /** Whether each question's change is turned into a random direction, its norm kept. */
  readonly isRandom: boolean;
}

/**
 * What answers become where neurons' activations are changed at one position:
 * `activation'[p] = activation[p] + Σ (f' - f) · W_dec`, so that what the SAE does not reconstruct stays.
 */
export class Ablations {
  /** The answers of the unchanged model, which are right: the sign, then Ad … A0; [questions, d + 2]. */
  readonly unchanged: Uint8Array;
  private readonly width: number;
  private readonly directions: Float32Array;

  constructor(
    private readonly subject: Subject,
    private readonly passes: PoolPasses,
    pool: ProofPool,
    seed: number,
  ) {
    this.width = saeSizes(subject.sae).width;
    this.unchanged = passes.unchanged();
    this.directions = randomDirections(randomStream(seed, 'ablations', 0), pool.questions.length, this.width);
  }

  get batches(): readonly PoolBatch[] {
    return this.passes.batches;
  }

  /**
   * The answers to a batch after a change.
   *
   * @returns the sign, then Ad … A0; [batch, d + 2]; undefined where nothing changes
   */
  async answers(batch: PoolBatch, change: Change): Promise<Uint8Array | undefined> {
    const { position, neurons, differences, isRandom } = change;
    const { first, count } = batch;
    const own = differences.subarray(first * neurons.length, (first + count) * neurons.length);
    if (own.every((difference) => difference === 0)) return undefined;
    const added = this.added(neurons, own, count);
    if (isRandom) this.turn(added, first, count);
    return this.passes.answers(batch, position, added);
  }

  /** The digits of every question of a batch that a change makes wrong, as bits. */
  async wrong(batch: PoolBatch, change: Change): Promise<Uint32Array> {
    const answers = await this.answers(batch, change);
    return answers ? this.passes.wrong(batch, answers) : new Uint32Array(batch.count);
  }

  /** Σ differences · W_dec of `count` questions; [batch, width]. */
  private added(neurons: readonly number[], differences: Float32Array, count: number): Float32Array {
    const { width } = this;
    const decoder = this.subject.sae.W_dec.data;
    const change = new Float32Array(this.passes.model.batch * width);
    for (let row = 0; row < count; row++) {
      for (const [k, neuron] of neurons.entries()) {
        const difference = differences[row * neurons.length + k]!;
        if (difference === 0) continue;
        for (let i = 0; i < width; i++) change[row * width + i]! += difference * decoder[neuron * width + i]!;
      }
    }
    return change;
  }

  private turn(change: Float32Array, first: number, count: number): void {
    const { width, directions } = this;
    for (let row = 0; row < count; row++) {
      const own = change.subarray(row * width, (row + 1) * width);
      let squares = 0;
      for (const value of own) squares += value * value;
      const norm = Math.sqrt(squares);
      for (let i = 0; i < width; i++) own[i] = norm * directions[(first + row) * width + i]!;
    }
  }
}
