import type * as ort from 'onnxruntime-node';
import { contextLength, predictingPositions } from '../../core/arithmetic/positions';
import { Graph } from '../../core/graph/graph';
import { encodeModel } from '../../core/graph/onnx/encodeModel';
import { forward } from '../../core/transformer/forward';
import { continueFromHook, unchangedInputs } from '../../core/transformer/fromHook';
import { hookName, hookWidth } from '../../core/transformer/hooks';
import type { Transformer } from '../../core/transformer/parts';
import { largest } from '../largest';
import { createSession, type UsableProvider } from '../provider';
import { tensorOf, tokenTensor } from '../tensors';

/** Where a model's activations are changed. */
export interface ChangedHook {
  readonly layer: number;
  /** One of `VECTOR_HOOKS`. */
  readonly hook: string;
}

/** A batch of questions as the unchanged model reads them, teacher forced. */
export interface CleanPass {
  /** The likeliest token at each predicting position: the sign, then Ad … A0; [batch, d + 2]. */
  readonly answers: Uint8Array;
  /** Of all tokens at each predicting position; [batch, d + 2, vocabulary]. */
  readonly logits: Float32Array;
  /** The activations at the hook; [batch, length, width]. */
  readonly activations: Float32Array;
  /** What continuing from the hook needs. */
  readonly hooks: Readonly<Record<string, ort.Tensor>>;
}

/**
 * A model whose activations at a hook point can be changed. Answers are teacher forced, as everywhere in the literature
 * on these models: the true answer stands in the context, and at each predicting position the likeliest token counts.
 */
export class ChangedModel {
  /** Tokens that are read: the last one of a question predicts nothing. */
  readonly length: number;
  readonly width: number;
  private readonly predicting: number[];
  private readonly continued = new Map<string, Continued>();

  private constructor(
    private readonly transformer: Transformer,
    private readonly place: ChangedHook,
    digits: number,
    /** Questions of every call. */
    readonly batch: number,
    private readonly provider: UsableProvider,
    private readonly clean: ort.InferenceSession,
  ) {
    this.length = contextLength(digits) - 1;
    this.width = hookWidth(transformer.config, place.hook);
    this.predicting = predictingPositions(digits);
  }

  static async create(
    transformer: Transformer,
    place: ChangedHook,
    digits: number,
    batch: number,
    provider: UsableProvider,
  ): Promise<ChangedModel> {
    const graph = new Graph('float32');
    const length = contextLength(digits) - 1;
    const { hooks, logits } = forward(transformer, graph.input('tokens', [batch, length], 'int32'));
    const predicting = predictingPositions(digits);
    const outputs = unchangedInputs(transformer, place, hooks);
    const answering = logits!.gather(graph.constant(predicting, [predicting.length], 'int64'), 1);
    const session = await createSession(encodeModel({ ...outputs, logits: answering }), provider);
    return new ChangedModel(transformer, place, digits, batch, provider, session);
  }

  /** @param tokens questions with their answers [batch, 3d + 4] */
  async read(tokens: Int32Array): Promise<CleanPass> {
    const context = this.length + 1;
    const read = tokens.filter((_, i) => i % context < this.length);
    const { logits, ...hooks } = await this.clean.run({ tokens: tokenTensor(read, [this.batch, this.length]) });
    const { layer, hook } = this.place;
    const answers = new Uint8Array(this.batch * this.predicting.length);
    this.writeAnswers(logits!, this.predicting, answers);
    return {
      answers,
      logits: logits!.data as Float32Array,
      activations: hooks[hookName(layer, hook)]!.data as Float32Array,
      hooks,
    };
  }

  /**
   * The answers where `change` is added to the activations at some positions.
   *
   * @param positions ascending, all below `length`
   * @param change [batch, positions, width]
   * @returns as `CleanPass.answers`
   */
  async answers(pass: CleanPass, positions: readonly number[], change: Float32Array): Promise<Uint8Array> {
    const answers = Uint8Array.from(pass.answers);
    const changed = await this.run(pass, positions, change);
    if (changed) this.writeAnswers(changed.logits, changed.affected, answers);
    return answers;
  }

  /** As `answers`, but all logits, as `CleanPass.logits`. */
  async logits(pass: CleanPass, positions: readonly number[], change: Float32Array): Promise<Float32Array> {
    const logits = Float32Array.from(pass.logits);
    const changed = await this.run(pass, positions, change);
    if (!changed) return logits;
    const { predicting, batch } = this;
    const perToken = this.transformer.config.dVocab;
    const values = changed.logits.data as Float32Array;
    const length = changed.affected.length * perToken;
    for (let row = 0; row < batch; row++) {
      // Those that are affected are the last ones.
      const end = (row + 1) * predicting.length * perToken;
      logits.set(values.subarray(row * length, (row + 1) * length), end - length);
    }
    return logits;
  }

  /** The logits that a change affects, and which of the predicting positions they are of; undefined where none are. */
  private async run(pass: CleanPass, positions: readonly number[], change: Float32Array) {
    const continued = await this.continuedFrom(positions);
    if (continued === undefined) return undefined;
    const shape = [this.batch, positions.length, this.width];
    const { logits } = await continued.session.run({
      ...pass.hooks,
      change: tensorOf({ shape, data: change }, 'float32'),
    });
    return { logits: logits!, affected: continued.affected };
  }

  /** Frees what was prepared for changes at other positions than these. */
  async keepOnly(positions: readonly number[]): Promise<void> {
    for (const [key, continued] of this.continued) {
      if (key === positions.join()) continue;
      this.continued.delete(key);
      await continued?.session.release();
    }
  }

  async release(): Promise<void> {
    await this.keepOnly([]);
    await this.clean.release();
  }

  private async continuedFrom(positions: readonly number[]): Promise<Continued> {
    const key = positions.join();
    if (!this.continued.has(key)) this.continued.set(key, await this.prepare(positions));
    return this.continued.get(key);
  }

  private async prepare(positions: readonly number[]): Promise<Continued> {
    const { transformer, batch, length, predicting, place } = this;
    const sizes = { batch, length, predicting };
    const rest = continueFromHook(new Graph('float32'), transformer, { ...place, positions }, sizes);
    if (rest === undefined) return undefined;
    const { logits, affected } = rest;
    return { session: await createSession(encodeModel({ logits }), this.provider), affected };
  }

  /** Writes the likeliest tokens at some of the predicting positions. */
  private writeAnswers(logits: ort.Tensor, positions: readonly number[], answers: Uint8Array): void {
    const { predicting } = this;
    const vocabulary = this.transformer.config.dVocab;
    const values = logits.data as Float32Array;
    const first = predicting.length - positions.length;
    for (let row = 0; row < this.batch; row++) {
      for (let place = 0; place < positions.length; place++) {
        const from = (row * positions.length + place) * vocabulary;
        answers[row * predicting.length + first + place] = largest(values, from, vocabulary);
      }
    }
  }
}

/** The rest of the model; undefined where nothing is predicted after the change. */
type Continued = { readonly session: ort.InferenceSession; readonly affected: number[] } | undefined;
