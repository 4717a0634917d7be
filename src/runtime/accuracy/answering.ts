import type * as ort from 'onnxruntime-node';
import { contextLength, predictingPositions } from '../../core/arithmetic/positions';
import { Graph } from '../../core/graph/graph';
import { encodeModel } from '../../core/graph/onnx/encodeModel';
import { forward } from '../../core/transformer/forward';
import type { Transformer } from '../../core/transformer/parts';
import { largest } from '../largest';
import { createSession, type UsableProvider } from '../provider';
import { tokenTensor } from '../tensors';

/**
 * A model that answers questions, teacher forced as everywhere in the literature on these models: the true answer
 * stands in the context, and at each predicting position the likeliest token counts.
 */
export class Answering {
  private constructor(
    private readonly session: ort.InferenceSession,
    private readonly digits: number,
    private readonly vocabulary: number,
    /** Questions of every call. */
    readonly batch: number,
  ) {}

  static async create(
    transformer: Transformer,
    digits: number,
    batch: number,
    provider: UsableProvider,
  ): Promise<Answering> {
    const graph = new Graph('float32');
    // The last token of a question predicts nothing.
    const tokens = graph.input('tokens', [batch, contextLength(digits) - 1], 'int32');
    const { logits } = forward(transformer, tokens, { tabulated: true });
    const predicting = predictingPositions(digits);
    const answering = logits!.gather(graph.constant(predicting, [predicting.length], 'int64'), 1);
    const session = await createSession(encodeModel({ logits: answering }), provider);
    return new Answering(session, digits, transformer.config.dVocab, batch);
  }

  /**
   * @param tokens questions with their answers [batch, 3d + 4]
   * @returns the sign, then Ad … A0 [batch, d + 2]
   */
  async answers(tokens: Int32Array): Promise<Uint8Array> {
    const context = contextLength(this.digits);
    const read = tokens.filter((_, i) => i % context < context - 1);
    const { logits } = await this.session.run({ tokens: tokenTensor(read, [this.batch, context - 1]) });
    const values = logits!.data as Float32Array;
    const { vocabulary } = this;
    return Uint8Array.from({ length: values.length / vocabulary }, (_, i) =>
      largest(values, i * vocabulary, vocabulary),
    );
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}
