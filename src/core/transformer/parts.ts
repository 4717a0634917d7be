import type { FloatArray } from '../floatArray';
import type { Graph } from '../graph/graph';
import type { Tensor } from '../graph/tensor';
import { sizeOf } from '../floatArray';
import { hookName } from './hooks';
import type { TransformerConfig } from './transformerConfig';

/** A model whose weights are in memory; those of layers that are not run may be missing. */
export interface Transformer {
  readonly config: TransformerConfig;
  readonly weights: ReadonlyMap<string, FloatArray>;
}

/** The model's weight of that name, as a tensor of the graph. */
export function weightIn(graph: Graph, { weights }: Transformer, name: string): Tensor {
  return graph.weight(name, weights.get(name)!);
}

/** x · matrix + bias over the last axis, computed as one matrix product over all rows. */
export function linear(x: Tensor, matrix: Tensor, bias: Tensor): Tensor {
  const [inputs, outputs] = matrix.shape as [number, number];
  const leading = x.shape.slice(0, -1);
  return x
    .reshape([leading.reduce((a, b) => a * b, 1), inputs])
    .matMul(matrix)
    .add(bias)
    .reshape([...leading, outputs]);
}

/** What a layer's attention heads project x to (`letter` Q, K or V), side by side: [..., heads · d_head]. */
export function projection(transformer: Transformer, x: Tensor, layer: number, letter: 'Q' | 'K' | 'V'): Tensor {
  const { matrix, bias } = headWeights(x.graph, transformer, layer, letter);
  return linear(x, matrix, bias);
}

/** The projections of all heads side by side: matrix [d_model, heads · d_head], bias [heads · d_head]. */
function headWeights(graph: Graph, { weights }: Transformer, layer: number, letter: string) {
  const name = hookName(layer, `attn.W_${letter}`);
  const perHead = weights.get(name)!;
  const bias = weights.get(hookName(layer, `attn.b_${letter}`))!;
  const [heads, dModel, dHead] = perHead.shape as [number, number, number];
  const data = new Float64Array(perHead.data.length);
  for (let row = 0; row < dModel; row++) {
    for (let head = 0; head < heads; head++) {
      const from = (head * dModel + row) * dHead;
      data.set(perHead.data.subarray(from, from + dHead), (row * heads + head) * dHead);
    }
  }
  return {
    matrix: graph.weight(`${name}.allHeads`, { shape: [dModel, heads * dHead], data }),
    bias: graph.weight(`${hookName(layer, `attn.b_${letter}`)}.allHeads`, { shape: [heads * dHead], data: bias.data }),
  };
}

/**
 * 0 where a position may look (itself and what lies before it), -∞ elsewhere; [queries, positions].
 *
 * @param queries the positions that look; all of them if not given
 */
export function causalMask(graph: Graph, positions: number, queries?: readonly number[]): Tensor {
  const everywhere = [...Array(positions).keys()];
  const looking = queries ?? everywhere;
  const values = looking.flatMap((query) => everywhere.map((key) => (key <= query ? 0 : -Infinity)));
  return graph.constant(values, [looking.length, positions]);
}

/** What the models' layer normalisation adds to the variance. */
export const EPSILON = 1e-5;

/** x after the layer normalisation of that name, over the last axis. */
export function layerNormalised(transformer: Transformer, name: string, x: Tensor): Tensor {
  const weight = (part: string) => weightIn(x.graph, transformer, `${name}.${part}`);
  const { dModel } = transformer.config;
  // On rows, since the runtime would fuse the sum before it and this into one slower operation on stacks.
  const rows = x.reshape([sizeOf(x.shape) / dModel, dModel]);
  return rows.layerNormalization(weight('w'), weight('b'), EPSILON).reshape(x.shape);
}
