/** Consecutive questions as a call of the runtime takes them. */
export interface QuestionBatch {
  /** Index of the first question, and how many there are. */
  readonly first: number;
  readonly count: number;
  /** [batch, 3d + 4]; a last batch that is not full goes on with its own first question. */
  readonly tokens: Int32Array;
}

/**
 * Questions in batches of one size.
 *
 * @param tokens [questions, 3d + 4]
 * @param context tokens of a question, 3d + 4
 */
export function* questionBatches(
  tokens: Int32Array | Uint8Array,
  context: number,
  batch: number,
): Generator<QuestionBatch> {
  const questions = tokens.length / context;
  for (let first = 0; first < questions; first += batch) {
    const count = Math.min(batch, questions - first);
    const filled = new Int32Array(batch * context);
    for (let row = 0; row < batch; row++) {
      const question = first + (row < count ? row : 0);
      filled.set(tokens.subarray(question * context, (question + 1) * context), row * context);
    }
    yield { first, count, tokens: filled };
  }
}
