import type { Graph } from '../graph/graph';
import type { Tensor } from '../graph/tensor';
import { hookName, hookWidth } from './hooks';
import { causalMask, layerNormalised, linear, projection, weightIn, type Transformer } from './parts';

/** The residual stream that a hook's block adds to after it; null for hook points that are the residual stream. */
const RESIDUAL_BESIDE: Readonly<Record<string, string | null>> = {
  hook_resid_pre: null,
  hook_attn_out: 'hook_resid_pre',
  hook_resid_mid: null,
  'mlp.hook_pre': 'hook_resid_mid',
  'mlp.hook_post': 'hook_resid_mid',
  hook_mlp_out: 'hook_resid_mid',
  hook_resid_post: null,
};

/** Which activations are changed, and at which tokens. */
export interface ChangeSite {
  readonly layer: number;
  /** One of `VECTOR_HOOKS`. */
  readonly hook: string;
  /** Token positions of the change, ascending. */
  readonly positions: readonly number[];
}

/** How much of the model runs on how many questions. */
export interface ContinuedSizes {
  readonly batch: number;
  /** Tokens that the unchanged pass read. */
  readonly length: number;
  /** Positions whose logits are wanted, ascending. */
  readonly predicting: readonly number[];
}

/**
 * What continuing from a hook point takes from an unchanged pass, by the names of the inputs that it becomes: the
 * activation itself, the residual stream beside it, and of every attention that comes after, the keys
 * [batch, heads, d_head, positions] and values [batch, heads, positions, d_head] as they are multiplied.
 *
 * @param hooks those of the unchanged pass, by their full names
 */
export function unchangedInputs(
  transformer: Transformer,
  { layer, hook }: Pick<ChangeSite, 'layer' | 'hook'>,
  hooks: ReadonlyMap<string, Tensor>,
): Record<string, Tensor> {
  const beside = RESIDUAL_BESIDE[hook];
  const vectors = [hookName(layer, hook), ...(beside ? [hookName(layer, beside)] : [])];
  const inputs = Object.fromEntries(vectors.map((name) => [name, hooks.get(name)!]));
  for (const later of layersFrom(transformer, hook === 'hook_resid_pre' ? layer : layer + 1)) {
    inputs[keysOf(later)] = hooks.get(hookName(later, 'attn.hook_k'))!.transpose([0, 2, 3, 1]);
    inputs[valuesOf(later)] = hooks.get(hookName(later, 'attn.hook_v'))!.transpose([0, 2, 1, 3]);
  }
  return inputs;
}

/**
 * The rest of the model from a hook point on, its activations there changed at some positions. What lies before the
 * first of these positions stays as it was, so only what comes after is computed: attention takes the keys and values
 * of earlier positions from the unchanged pass.
 *
 * Inputs of the graph: those of {@link unchangedInputs}, and `change` [batch, positions of the change, width], which is
 * added to the activations.
 *
 * @returns logits [batch, affected, vocabulary], and which of the predicting positions they are of: the others' are
 *   those of the unchanged pass. None at all where nothing that predicts comes after the change.
 */
export function continueFromHook(
  graph: Graph,
  transformer: Transformer,
  site: ChangeSite,
  { batch, length, predicting }: ContinuedSizes,
): { logits: Tensor; affected: number[] } | undefined {
  const { config } = transformer;
  const { nHeads, dHead, dModel } = config;
  const start = site.positions[0]!;
  const everywhere = Array.from({ length }, (_, position) => position);
  const after = everywhere.slice(start);
  const affected = predicting.filter((position) => position >= start);
  if (affected.length === 0) return undefined;
  const weight = (name: string) => weightIn(graph, transformer, name);
  const integers = (values: readonly number[]) => graph.constant(values, [values.length], 'int64');
  const isLast = (layer: number) => layer === config.nLayers - 1;
  /** Where a block's output is wanted: after the last one, only where tokens are predicted. */
  const outOf = (layer: number) => (isLast(layer) ? affected : after);

  const logits = linear(
    layerNorm('ln_final', layersFrom(transformer, site.layer + 1).reduce(block, changedBlock())),
    weight('unembed.W_U'),
    weight('unembed.b_U'),
  );
  return { logits, affected };

  /** The hook's own block from the hook on; [batch, outOf(layer), d_model]. */
  function changedBlock(): Tensor {
    const { layer, hook } = site;
    const wanted = outOf(layer);
    const changed = input(hookName(layer, hook), hookWidth(config, hook), after).add(changeEverywhere());
    if (hook === 'hook_resid_pre') return block(changed, layer);
    const x = at(changed, after, wanted);
    const beside = RESIDUAL_BESIDE[hook];
    const residual = beside ? input(hookName(layer, beside), dModel, wanted) : undefined;
    switch (hook) {
      case 'hook_attn_out':
        return mlp(residual!.add(x), layer);
      case 'hook_resid_mid':
        return mlp(x, layer);
      case 'mlp.hook_pre':
        return residual!.add(mlpOutput(x.relu(), layer));
      case 'mlp.hook_post':
        return residual!.add(mlpOutput(x, layer));
      case 'hook_mlp_out':
        return residual!.add(x);
      default:
        return x;
    }
  }

  /** The change at every position from its first on: 0 where there is none. */
  function changeEverywhere(): Tensor {
    const change = graph.input('change', [batch, site.positions.length, hookWidth(config, site.hook)]);
    const places = after.map((position) => site.positions.indexOf(position));
    const rows = change.gather(integers(places.map((place) => Math.max(place, 0))), 1);
    const isChanged = graph
      .constant(
        places.map((place) => Number(place >= 0)),
        [1, places.length, 1],
      )
      .greater(0);
    return places.includes(-1) ? isChanged.where(rows, 0) : rows;
  }

  /** A block on the residual stream at all positions after the start. */
  function block(x: Tensor, layer: number): Tensor {
    const wanted = outOf(layer);
    const middle = at(x, after, wanted).add(attention(layerNorm(hookName(layer, 'ln1'), x), layer, wanted));
    return mlp(middle, layer);
  }

  function mlp(middle: Tensor, layer: number): Tensor {
    const normalised = layerNorm(hookName(layer, 'ln2'), middle);
    const before = linear(normalised, weight(hookName(layer, 'mlp.W_in')), weight(hookName(layer, 'mlp.b_in')));
    return middle.add(mlpOutput(before.relu(), layer));
  }

  function mlpOutput(post: Tensor, layer: number): Tensor {
    return linear(post, weight(hookName(layer, 'mlp.W_out')), weight(hookName(layer, 'mlp.b_out')));
  }

  /**
   * Attention of some positions to all: by the unchanged keys and values before the start, which are left where they
   * are, and by new ones from it on.
   */
  function attention(x: Tensor, layer: number, queries: readonly number[]): Tensor {
    const heads = (rows: Tensor, letter: 'Q' | 'K' | 'V') =>
      projection(transformer, rows, layer, letter).reshape([batch, rows.shape[1]!, nHeads, dHead]);
    const q = heads(at(x, after, queries), 'Q').transpose([0, 2, 1, 3]);
    const newKeys = heads(x, 'K').transpose([0, 2, 3, 1]);
    const newValues = heads(x, 'V').transpose([0, 2, 1, 3]);
    const oldKeys = graph.input(keysOf(layer), [batch, nHeads, dHead, length]);
    const oldValues = graph.input(valuesOf(layer), [batch, nHeads, length, dHead]);

    const isNew = graph
      .constant(
        everywhere.map((position) => Number(position >= start)),
        [length],
      )
      .greater(0);
    const placesOfNew = integers(everywhere.map((position) => Math.max(position - start, 0)));
    const products = isNew.where(q.matMul(newKeys).gather(placesOfNew, 3), q.matMul(oldKeys));
    const pattern = products
      .mul(1 / Math.sqrt(dHead))
      .add(causalMask(graph, length, queries))
      .softmax();
    const fromNew = pattern.gather(integers(after), 3).matMul(newValues);
    const fromOld = isNew.where(0, pattern).matMul(oldValues);
    const z = fromOld.add(fromNew).transpose([0, 2, 1, 3]);
    const output = weight(hookName(layer, 'attn.W_O')).reshape([nHeads * dHead, dModel]);
    return linear(z.reshape([batch, queries.length, nHeads * dHead]), output, weight(hookName(layer, 'attn.b_O')));
  }

  function layerNorm(name: string, x: Tensor): Tensor {
    return layerNormalised(transformer, name, x);
  }

  /** A vector per position of the unchanged pass, at some of its positions. */
  function input(name: string, width: number, positions: readonly number[]): Tensor {
    return at(graph.input(name, [batch, length, width]), everywhere, positions);
  }

  /** Of x at the positions `from`, what is at the positions `wanted` among them. */
  function at(x: Tensor, from: readonly number[], wanted: readonly number[]): Tensor {
    if (wanted.length === from.length) return x;
    return x.gather(integers(wanted.map((position) => from.indexOf(position))), 1);
  }
}

function layersFrom({ config }: Transformer, first: number): number[] {
  return Array.from({ length: Math.max(config.nLayers - first, 0) }, (_, i) => first + i);
}

function keysOf(layer: number): string {
  return hookName(layer, 'attn.keys');
}

function valuesOf(layer: number): string {
  return hookName(layer, 'attn.values');
}
