import { claimOf, type Claim, type Reading } from '../../core/analysis/proof/claim';
import {
  breaksNeeded,
  failsOnNeeded,
  type AblationEffect,
  type Evidence,
  type InterchangeEffect,
} from '../../core/analysis/proof/criteria';
import type { ProofPool } from '../../core/analysis/proof/pool';
import { AblationTally, InterchangeTally } from '../../core/analysis/proof/tally';
import { contextLength, predictorPosition } from '../../core/arithmetic/positions';
import { writeQuestion } from '../../core/arithmetic/question';
import { randomStream } from '../../core/random/stream';
import type { UsableProvider } from '../provider';
import { Ablation } from './ablation';
import type { Ablations, Change } from './ablations';
import { Encoder } from './encoder';
import type { Proceed } from './poolPasses';
import { questionBatches } from './questionBatches';
import { saeSizes, type Subject } from './subject';

/** Neurons of which a label is said at a position. */
export interface Suspects {
  /** One, or those that share the label. */
  readonly neurons: readonly number[];
  readonly reading: Reading;
  /** Whether this is a part of the evidence only, which may count together with others. */
  readonly isPart: boolean;
  /** Whether the evidence is wanted if it proves nothing. */
  readonly isWanted: boolean;
  /** How many questions are interchanged at most; undefined for all that have a counterpart. */
  readonly interchanged?: number;
}

/** On what labels are put to the proof. */
export interface ProofSetting {
  readonly subject: Subject;
  readonly ablations: Ablations;
  readonly pool: ProofPool;
  /** The neurons' activations on the pool; [questions, positions of the SAE, neurons]. */
  readonly activations: Float32Array;
  /** Their means over the probe questions; [positions of the SAE, neurons]. */
  readonly means: ArrayLike<number>;
  readonly seed: number;
  readonly provider: UsableProvider;
}

const BATCH = 256;

/** A claim, and what neurons do on its counterparts; [questions, neurons], zero where there is none. */
interface Claimed extends Claim {
  readonly activations: Float32Array;
}

/** Puts labels to the proof, position by position. */
export class Prover {
  constructor(private readonly setting: ProofSetting) {}

  /**
   * The evidence for labels at a position of the SAE, one after the other, in their order; null where it cannot prove
   * them and is not wanted, which is found out with the least that it takes.
   */
  async *proveAt(position: number, suspects: readonly Suspects[], proceed: Proceed): AsyncGenerator<Evidence | null> {
    const encoder = await this.encoderAt(position);
    const remember = remembering();
    try {
      for (const { neurons, reading, isPart, isWanted, interchanged } of suspects) {
        const ablation = (kind: 'mean' | 'zero') =>
          remember(`${kind} ${neurons.join()}`, () => this.ablation(position, neurons, kind));
        const [mean, zero] = [ablation('mean'), ablation('zero')];
        const claim = remember(`claim ${JSON.stringify(reading)}`, () => this.claim(position, reading, interchanged));
        const mayProve = async () =>
          (await mean.mayProve(claim.needed, proceed)) || (await zero.mayProve(claim.needed, proceed));
        const isAsked = isPart || isWanted;
        if (!isAsked && !(await mayProve())) {
          yield null;
          continue;
        }
        const effects = {
          mean: await this.effect(mean, claim, isPart, proceed),
          zero: await this.effect(zero, claim, isPart, proceed),
        };
        if (!isAsked && !breaksNeeded(effects.mean) && !breaksNeeded(effects.zero)) {
          yield null;
          continue;
        }
        const counterparts = await remember(`counterparts ${JSON.stringify(reading)}`, () =>
          this.encodeCounterparts(encoder, claim, proceed),
        );
        yield { ...effects, interchange: await this.interchange(position, neurons, counterparts, proceed) };
      }
    } finally {
      await encoder.release();
    }
  }

  /** The SAE at one position alone, which needs the tokens up to there only. */
  private encoderAt(position: number): Promise<Encoder> {
    const { subject, provider } = this.setting;
    return Encoder.create({ ...subject, site: { ...subject.site, positions: [position] } }, BATCH, provider);
  }

  private ablation(position: number, neurons: readonly number[], kind: 'mean' | 'zero'): Ablation {
    const { ablations, means, subject } = this.setting;
    const place = subject.site.positions.indexOf(position);
    const count = saeSizes(subject.sae).neurons;
    const wanted = (_: number, neuron: number) => (kind === 'mean' ? means[place * count + neuron]! : 0);
    return new Ablation(ablations, this.changeTo(position, neurons, wanted));
  }

  private changeTo(
    position: number,
    neurons: readonly number[],
    wanted: (row: number, neuron: number) => number,
  ): Change {
    const { pool, activations, subject } = this.setting;
    const { positions } = subject.site;
    const place = positions.indexOf(position);
    const count = saeSizes(subject.sae).neurons;
    const differences = new Float32Array(pool.questions.length * neurons.length);
    for (let row = 0; row < pool.questions.length; row++) {
      for (const [i, neuron] of neurons.entries()) {
        const own = activations[(row * positions.length + place) * count + neuron]!;
        differences[row * neurons.length + i] = wanted(row, neuron) - own;
      }
    }
    return { position, neurons, differences, isRandom: false };
  }

  private async effect(
    ablation: Ablation,
    { needed }: Claim,
    isPart: boolean,
    proceed: Proceed,
  ): Promise<AblationEffect> {
    const { pool } = this.setting;
    const wrong = await ablation.wrong(proceed);
    const tally = new AblationTally(pool.digits);
    pool.questions.forEach((_, row) => tally.add(wrong[row]!, needed[row]!, pool.tags[row]!));
    const effect = tally.result(null);
    if (isPart ? effect.failures === 0 : !failsOnNeeded(effect)) return effect;
    return { ...effect, randomFailures: await ablation.randomFailures(proceed) };
  }

  /** What a label says; of needed digits those that a change at the position can reach. */
  private claim(position: number, reading: Reading, interchanged?: number): Claim {
    const { pool, seed } = this.setting;
    const claim = claimOf(pool, reading, randomStream(seed, 'ablations', 1), interchanged);
    let reached = 0;
    for (let n = 0; n <= pool.digits + 1; n++) if (predictorPosition(pool.digits, n) >= position) reached |= 1 << n;
    return { ...claim, needed: claim.needed.map((bits) => bits & reached) };
  }

  private async encodeCounterparts(encoder: Encoder, claim: Claim, proceed: Proceed): Promise<Claimed> {
    const { pool, subject } = this.setting;
    const rows = claim.counterparts.flatMap((question, row) => (question ? [row] : []));
    const context = contextLength(pool.digits);
    const tokens = new Int32Array(rows.length * context);
    rows.forEach((row, i) => writeQuestion(claim.counterparts[row]!, tokens, i * context));
    const { neurons } = saeSizes(subject.sae);
    const activations = new Float32Array(pool.questions.length * neurons);
    for (const { first, count, tokens: batch } of questionBatches(tokens, context, BATCH)) {
      const encoded = await encoder.encode(batch);
      for (let i = 0; i < count; i++) {
        activations.set(encoded.neurons.subarray(i * neurons, (i + 1) * neurons), rows[first + i]! * neurons);
      }
      await proceed();
    }
    return { ...claim, activations };
  }

  private async interchange(
    position: number,
    neurons: readonly number[],
    { counterparts, expected, activations }: Claimed,
    proceed: Proceed,
  ): Promise<InterchangeEffect> {
    const { ablations, pool, subject } = this.setting;
    const count = saeSizes(subject.sae).neurons;
    const change = this.changeTo(position, neurons, (row, neuron) => activations[row * count + neuron]!);
    counterparts.forEach((question, row) => {
      if (!question) change.differences.fill(0, row * neurons.length, (row + 1) * neurons.length);
    });
    const tally = new InterchangeTally();
    const tokens = pool.digits + 2;
    const of = (all: Uint8Array, row: number) => all.subarray(row * tokens, (row + 1) * tokens);
    for (const batch of ablations.batches) {
      const answers = await ablations.answers(batch, change);
      for (let i = 0; i < batch.count; i++) {
        const row = batch.first + i;
        const before = of(ablations.unchanged, row);
        if (counterparts[row]) tally.add(before, of(expected, row), answers ? of(answers, i) : before);
      }
      if (answers) await proceed();
    }
    return tally.result();
  }
}

/** Computes what has a key once. */
function remembering() {
  const made = new Map<string, unknown>();
  return <T>(key: string, make: () => T): T => {
    if (!made.has(key)) made.set(key, make());
    return made.get(key) as T;
  };
}
