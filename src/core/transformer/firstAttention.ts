import type { Tensor } from '../graph/tensor';
import { hookName } from './hooks';
import { causalMask, projection, weightIn, type Transformer } from './parts';

/*
 * Before the first attention a vector follows from its token and its position alone, so there are only vocabulary ×
 * positions different ones, far fewer than a batch has rows. What every such pair asks of every other (its scores), and
 * what it adds through every head (its values through W_O), are tables of the weights alone, which the runtime
 * computes once. What is left of each step are look-ups, a softmax and one small product per question.
 */

/** A table of more scores than this costs more memory than the products that it spares are worth. */
const MOST_SCORES = 4_000_000;

/** Every pair of token and position before the first block, and which of them each place of a batch holds. */
export interface EmbeddedPairs {
  /** [vocabulary · positions, d_model], all positions of a token together. */
  readonly table: Tensor;
  /** int32 [batch, positions], rows of the table. */
  readonly rows: Tensor;
}

/** Whether the tables of this many positions are small enough. */
export function tabulates({ config }: Transformer, positions: number): boolean {
  return config.nHeads * (config.dVocab * positions) ** 2 <= MOST_SCORES;
}

/** W_E[token] + W_pos[position] of every pair, and where to find those of `tokens`. */
export function embeddedPairs(transformer: Transformer, tokens: Tensor): EmbeddedPairs {
  const { graph } = tokens;
  const { dVocab, dModel } = transformer.config;
  const positions = tokens.shape[1]!;
  const place = [...Array(positions).keys()];
  const embedding = weightIn(graph, transformer, 'embed.W_E').reshape([dVocab, 1, dModel]);
  const positional = weightIn(graph, transformer, 'pos_embed.W_pos').gather(
    graph.constant(place, [positions], 'int64'),
  );
  return {
    table: embedding.add(positional).reshape([dVocab * positions, dModel]),
    rows: tokens.mul(int32(tokens, [positions], [])).add(int32(tokens, place, [positions])),
  };
}

/**
 * What the first block's attention adds to the residual stream; [batch, positions, d_model].
 *
 * @param normalised the table of pairs after the layer normalisation before the attention
 */
export function firstAttention(transformer: Transformer, normalised: Tensor, rows: Tensor): Tensor {
  const { graph } = rows;
  const { nHeads, dHead, dModel, dVocab } = transformer.config;
  const [batch, positions] = rows.shape as [number, number];
  const pairs = dVocab * positions;
  const perHead = (letter: 'Q' | 'K' | 'V') =>
    projection(transformer, normalised, 0, letter).reshape([pairs, nHeads, dHead]).transpose([1, 0, 2]);

  const products = perHead('Q')
    .matMul(perHead('K').transpose())
    .mul(1 / Math.sqrt(dHead));
  const queryRows = rows.mul(int32(rows, [pairs], [])).reshape([batch, positions, 1]);
  const scores = products
    .transpose([1, 2, 0])
    .reshape([pairs ** 2, nHeads])
    .gather(queryRows.add(rows.reshape([batch, 1, positions])))
    .transpose([0, 1, 3, 2]);
  const mask = causalMask(graph, positions).reshape([positions, 1, positions]);
  const pattern = scores.add(mask).softmax();

  // A head's pattern sums to one, so that a share of the bias in each value adds up to the bias.
  const share = weightIn(graph, transformer, hookName(0, 'attn.b_O')).mul(1 / nHeads);
  const outputs = perHead('V')
    .matMul(weightIn(graph, transformer, hookName(0, 'attn.W_O')))
    .add(share);
  const heads = int32(
    rows,
    [...Array(nHeads).keys()].map((head) => head * pairs),
    [nHeads, 1],
  );
  const values = outputs.reshape([nHeads * pairs, dModel]).gather(rows.reshape([batch, 1, positions]).add(heads));
  return pattern
    .reshape([batch, positions, nHeads * positions])
    .matMul(values.reshape([batch, nHeads * positions, dModel]));
}

function int32({ graph }: Tensor, values: readonly number[], shape: readonly number[]): Tensor {
  return graph.constant(values, shape, 'int32');
}
