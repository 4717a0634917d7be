import { centred } from '../graph/operations/normalise';
import type { Tensor } from '../graph/tensor';
import { embeddedPairs, firstAttention, tabulates } from './firstAttention';
import { hookName, type BlockHook } from './hooks';
import { causalMask, EPSILON, layerNormalised, linear, projection, weightIn, type Transformer } from './parts';

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

interface ForwardOptions {
  /** How many blocks to run; logits follow only after all of them. */
  readonly layers?: number;
  readonly interventions?: Interventions;
  /**
   * Looks the first attention up in tables, where they are small and nothing is replaced before its output: much faster
   * for large batches, and the same numbers up to rounding. The hook points up to there can then be read, but nothing
   * depends on them, so that they give no gradients.
   */
  readonly tabulated?: boolean;
}

const BEFORE_FIRST_ATTENTION = /^(hook_embed|hook_pos_embed|blocks\.0\.(hook_resid_pre|attn\..*))$/;

/**
 * The forward pass of TransformerLens' HookedTransformer as these models use it: pre-LayerNorm blocks, learned
 * positions, causal attention scaled by √d_head, ReLU MLPs, an unembedding with bias.
 *
 * @param tokens [batch, positions], int32; positions may be fewer than the context length
 */
export function forward(
  transformer: Transformer,
  tokens: Tensor,
  { layers = transformer.config.nLayers, interventions = {}, tabulated = false }: ForwardOptions = {},
): Activations {
  const { graph } = tokens;
  const { config } = transformer;
  const hooks = new Map<string, Tensor>();
  const replaced = new Set<string>();
  const at = (name: string, activation: Tensor): Tensor => {
    const intervention = interventions[name];
    if (intervention) replaced.add(name);
    const value = intervention?.(activation) ?? activation;
    hooks.set(name, value);
    return value;
  };
  const weight = (name: string) => weightIn(graph, transformer, name);
  const [batch, positions] = tokens.shape as [number, number];

  const everyPosition = graph.constant([...Array(positions).keys()], [positions], 'int64');
  const embedding = at('hook_embed', weight('embed.W_E').gather(tokens));
  const positional = at('hook_pos_embed', weight('pos_embed.W_pos').gather(everyPosition).expand(embedding.shape));
  const replacesBefore = Object.keys(interventions).some((name) => BEFORE_FIRST_ATTENTION.test(name));
  const looksUp = tabulated && !replacesBefore && tabulates(transformer, positions);
  const pairs = looksUp ? embeddedPairs(transformer, tokens) : undefined;
  let residual = pairs ? pairs.table.gather(pairs.rows) : embedding.add(positional);
  for (let layer = 0; layer < layers; layer++) residual = block(layer, residual);
  const missed = Object.keys(interventions).find((name) => !replaced.has(name));
  if (missed !== undefined) throw new Error(`the forward pass has no activation to replace at ${missed}`);
  if (layers < config.nLayers) return { hooks, logits: undefined };
  return { hooks, logits: linear(layerNorm('ln_final', residual), weight('unembed.W_U'), weight('unembed.b_U')) };

  function block(layer: number, input: Tensor): Tensor {
    const hook = (name: BlockHook, activation: Tensor) => at(hookName(layer, name), activation);
    const name = (tensor: string) => hookName(layer, tensor);
    const start = hook('hook_resid_pre', input);
    const multiplied = attention(layer, layerNorm(name('ln1'), start));
    const lookedUp =
      layer === 0 && pairs
        ? firstAttention(transformer, layerNormalised(transformer, name('ln1'), pairs.table), pairs.rows)
        : undefined;
    const middle = hook('hook_resid_mid', start.add(hook('hook_attn_out', lookedUp ?? multiplied)));
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
    const heads = (letter: 'Q' | 'K' | 'V') =>
      projection(transformer, x, layer, letter).reshape([batch, positions, nHeads, dHead]);
    const [q, k, v] = [
      hook('attn.hook_q', heads('Q')),
      hook('attn.hook_k', heads('K')),
      hook('attn.hook_v', heads('V')),
    ];
    const products = q.transpose([0, 2, 1, 3]).matMul(k.transpose([0, 2, 3, 1]));
    const scores = hook('attn.hook_attn_scores', products.mul(1 / Math.sqrt(dHead)).add(causalMask(graph, positions)));
    const pattern = hook('attn.hook_pattern', scores.softmax());
    const z = hook('attn.hook_z', pattern.matMul(v.transpose([0, 2, 1, 3])).transpose([0, 2, 1, 3]));
    const output = weight(hookName(layer, 'attn.W_O')).reshape([nHeads * dHead, dModel]);
    return linear(z.reshape([batch, positions, nHeads * dHead]), output, weight(hookName(layer, 'attn.b_O')));
  }

  function layerNorm(name: string, x: Tensor): Tensor {
    hooks.set(`${name}.hook_scale`, centred(x, EPSILON).scale);
    return layerNormalised(transformer, name, x);
  }
}
