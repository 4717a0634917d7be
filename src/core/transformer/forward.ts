import type { FloatArray } from '../floatArray';
import type { Graph } from '../graph/graph';
import { centred } from '../graph/operations/normalise';
import type { Tensor } from '../graph/tensor';
import { hookName, type BlockHook } from './hooks';
import type { TransformerConfig } from './transformerConfig';

/** A model whose weights are in memory; those of layers that are not run may be missing. */
export interface Transformer {
  readonly config: TransformerConfig;
  readonly weights: ReadonlyMap<string, FloatArray>;
}

/** What a forward pass computes. A graph encodes only what is asked for, so unused hook points cost nothing. */
export interface Activations {
  /** Every hook point passed, by its full name; [batch, positions, ...]. */
  readonly hooks: ReadonlyMap<string, Tensor>;
  /** [batch, positions, vocabulary]; undefined when the pass stopped before the last layer. */
  readonly logits: Tensor | undefined;
}

/**
 * Replaces the activation at a hook point, as `run_with_hooks` of TransformerLens does; the hook points inside
 * layer normalisation can be read but not replaced.
 */
export type Interventions = Readonly<Record<string, (activation: Tensor) => Tensor>>;

const EPSILON = 1e-5;

/**
 * The forward pass of TransformerLens' HookedTransformer as these models use it: pre-LayerNorm blocks, learned
 * positions, causal attention scaled by √d_head, ReLU MLPs, an unembedding with bias.
 *
 * @param tokens [batch, positions], int32; positions may be fewer than the context length
 * @param layers how many blocks to run; logits follow only after all of them
 */
export function forward(
  { config, weights }: Transformer,
  tokens: Tensor,
  { layers = config.nLayers, interventions = {} }: { layers?: number; interventions?: Interventions } = {},
): Activations {
  const { graph } = tokens;
  const hooks = new Map<string, Tensor>();
  const replaced = new Set<string>();
  const at = (name: string, activation: Tensor): Tensor => {
    const intervention = interventions[name];
    if (intervention) replaced.add(name);
    const value = intervention?.(activation) ?? activation;
    hooks.set(name, value);
    return value;
  };
  const weight = (name: string) => graph.weight(name, weights.get(name)!);
  const [batch, positions] = tokens.shape as [number, number];

  const everyPosition = graph.constant([...Array(positions).keys()], [positions], 'int64');
  const embedding = at('hook_embed', weight('embed.W_E').gather(tokens));
  const positional = at('hook_pos_embed', weight('pos_embed.W_pos').gather(everyPosition).expand(embedding.shape));
  let residual = embedding.add(positional);
  for (let layer = 0; layer < layers; layer++) residual = block(layer, residual);
  const missed = Object.keys(interventions).find((name) => !replaced.has(name));
  if (missed !== undefined) throw new Error(`the forward pass has no activation to replace at ${missed}`);
  if (layers < config.nLayers) return { hooks, logits: undefined };
  const normalised = layerNorm('ln_final', residual);
  return { hooks, logits: linear(normalised, weight('unembed.W_U'), weight('unembed.b_U')) };

  function block(layer: number, input: Tensor): Tensor {
    const hook = (name: BlockHook, activation: Tensor) => at(hookName(layer, name), activation);
    const name = (tensor: string) => hookName(layer, tensor);
    const start = hook('hook_resid_pre', input);
    const middle = hook(
      'hook_resid_mid',
      start.add(hook('hook_attn_out', attention(layer, layerNorm(name('ln1'), start)))),
    );
    const before = hook(
      'mlp.hook_pre',
      linear(layerNorm(name('ln2'), middle), weight(name('mlp.W_in')), weight(name('mlp.b_in'))),
    );
    const after = hook('mlp.hook_post', before.relu());
    const output = hook('hook_mlp_out', linear(after, weight(name('mlp.W_out')), weight(name('mlp.b_out'))));
    return hook('hook_resid_post', middle.add(output));
  }

  function attention(layer: number, x: Tensor): Tensor {
    const { nHeads, dHead, dModel } = config;
    const hook = (name: BlockHook, activation: Tensor) => at(hookName(layer, name), activation);
    const [q, k, v] = (['q', 'k', 'v'] as const).map((letter) => {
      const { matrix, bias } = headWeights(graph, weights, layer, letter.toUpperCase());
      return hook(`attn.hook_${letter}`, linear(x, matrix, bias).reshape([batch, positions, nHeads, dHead]));
    }) as [Tensor, Tensor, Tensor];
    const products = q.transpose([0, 2, 1, 3]).matMul(k.transpose([0, 2, 3, 1]));
    const scores = hook('attn.hook_attn_scores', products.mul(1 / Math.sqrt(dHead)).add(causalMask(graph, positions)));
    const pattern = hook('attn.hook_pattern', scores.softmax());
    const z = hook('attn.hook_z', pattern.matMul(v.transpose([0, 2, 1, 3])).transpose([0, 2, 1, 3]));
    const output = weight(hookName(layer, 'attn.W_O')).reshape([nHeads * dHead, dModel]);
    return linear(z.reshape([batch, positions, nHeads * dHead]), output, weight(hookName(layer, 'attn.b_O')));
  }

  function layerNorm(name: string, x: Tensor): Tensor {
    hooks.set(`${name}.hook_scale`, centred(x, EPSILON).scale);
    // On rows, since the runtime would fuse the sum before it and this into one slower operation on stacks.
    const rows = x.reshape([batch * positions, config.dModel]);
    return rows.layerNormalization(weight(`${name}.w`), weight(`${name}.b`), EPSILON).reshape(x.shape);
  }
}

/** x · matrix + bias over the last axis, computed as one matrix product over all rows. */
function linear(x: Tensor, matrix: Tensor, bias: Tensor): Tensor {
  const [inputs, outputs] = matrix.shape as [number, number];
  const leading = x.shape.slice(0, -1);
  return x
    .reshape([leading.reduce((a, b) => a * b, 1), inputs])
    .matMul(matrix)
    .add(bias)
    .reshape([...leading, outputs]);
}

/** The projections of all heads side by side: matrix [d_model, heads · d_head], bias [heads · d_head]. */
function headWeights(graph: Graph, weights: Transformer['weights'], layer: number, letter: string) {
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

/** 0 where a position may look (itself and what lies before it), -∞ elsewhere; [positions, positions]. */
function causalMask(graph: Graph, positions: number): Tensor {
  const values = Array.from({ length: positions ** 2 }, (_, i) =>
    i % positions <= Math.floor(i / positions) ? 0 : -Infinity,
  );
  return graph.constant(values, [positions, positions]);
}
