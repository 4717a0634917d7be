import { wrongBits } from '../../core/analysis/accuracy';
import type { ProofPool } from '../../core/analysis/proof/pool';
import { contextLength } from '../../core/arithmetic/positions';
import type { ChangedModel, CleanPass } from './changedModel';
import { questionBatches } from './questionBatches';

/** Called between calls of the runtime; throws to stop. */
export type Proceed = () => Promise<void>;

/** Consecutive questions of a pool, as a call of the runtime takes them. */
export interface PoolBatch {
  readonly index: number;
  /** Index of the first question, and how many there are. */
  readonly first: number;
  readonly count: number;
}

/** A pool of questions as the unchanged model reads them, to be continued with changes. */
export class PoolPasses {
  private constructor(
    readonly model: ChangedModel,
    private readonly pool: ProofPool,
    private readonly passes: readonly CleanPass[],
  ) {}

  static async read(model: ChangedModel, pool: ProofPool, proceed: Proceed): Promise<PoolPasses> {
    const passes: CleanPass[] = [];
    for (const { tokens } of questionBatches(pool.tokens, contextLength(pool.digits), model.batch)) {
      passes.push(await model.read(tokens));
      await proceed();
    }
    return new PoolPasses(model, pool, passes);
  }

  /** Batches of the questions, in their order. */
  get batches(): readonly PoolBatch[] {
    return this.passes.map((_, index) => {
      const first = index * this.model.batch;
      return { index, first, count: Math.min(this.model.batch, this.pool.questions.length - first) };
    });
  }

  /** The answers of the unchanged model, which are right: the sign, then Ad … A0; [questions, d + 2]. */
  unchanged(): Uint8Array {
    const tokens = this.pool.digits + 2;
    const answers = new Uint8Array(this.pool.questions.length * tokens);
    for (const { index, first, count } of this.batches) {
      answers.set(this.passes[index]!.answers.subarray(0, count * tokens), first * tokens);
    }
    return answers;
  }

  /**
   * The answers to a batch where activations at one position are changed.
   *
   * @param change what is added to them; [batch, width]
   * @returns the sign, then Ad … A0; [batch, d + 2]
   */
  answers({ index }: PoolBatch, position: number, change: Float32Array): Promise<Uint8Array> {
    return this.model.answers(this.passes[index]!, [position], change);
  }

  /**
   * The digits of every question that are answered wrong where all activations at one position are replaced by one
   * vector, as bits.
   *
   * @param vector [width]
   */
  async wrongWith(position: number, vector: ArrayLike<number>, proceed: Proceed): Promise<Uint32Array> {
    const { width, length } = this.model;
    const wrong = new Uint32Array(this.pool.questions.length);
    for (const batch of this.batches) {
      const { activations } = this.passes[batch.index]!;
      const change = new Float32Array(this.model.batch * width);
      for (let row = 0; row < batch.count; row++) {
        const from = (row * length + position) * width;
        for (let i = 0; i < width; i++) change[row * width + i] = vector[i]! - activations[from + i]!;
      }
      wrong.set(this.wrong(batch, await this.answers(batch, position, change)), batch.first);
      await proceed();
    }
    return wrong;
  }

  /** The mean activations at one position over the questions; [width]. */
  meanAt(position: number): Float64Array {
    const { width, length } = this.model;
    const mean = new Float64Array(width);
    for (const { index, count } of this.batches) {
      const { activations } = this.passes[index]!;
      for (let row = 0; row < count; row++) {
        const from = (row * length + position) * width;
        for (let i = 0; i < width; i++) mean[i]! += activations[from + i]! / this.pool.questions.length;
      }
    }
    return mean;
  }

  /** The digits of every question of a batch that its answers have wrong, as bits. */
  wrong({ first, count }: PoolBatch, answers: Uint8Array): Uint32Array {
    const { tokens, digits } = this.pool;
    return Uint32Array.from({ length: count }, (_, row) => wrongBits(tokens, answers, digits, first + row, row));
  }
}
