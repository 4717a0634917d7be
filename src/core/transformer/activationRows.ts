import type { Graph } from '../graph/graph';
import type { Tensor } from '../graph/tensor';
import { forward } from './forward';
import { hookName } from './hooks';
import type { Transformer } from './parts';

/** Where in a transformer activations are taken from. */
export interface ActivationSite {
  readonly layer: number;
  /** A hook point within the block that has one vector per position (`VECTOR_HOOKS`). */
  readonly hook: string;
  /** Token positions taken, ascending. */
  readonly positions: readonly number[];
}

/** How many tokens of each question a model has to read to reach the site: none after its last position. */
export function tokensNeeded({ positions }: ActivationSite): number {
  return positions.at(-1)! + 1;
}

/**
 * The activations at a site as a matrix of one row per question and position.
 *
 * @returns the graph's input `tokens` [batch, tokensNeeded], and rows [batch · positions, width]
 */
export function activationRows(
  graph: Graph,
  transformer: Transformer,
  site: ActivationSite,
  batch: number,
): { tokens: Tensor; rows: Tensor } {
  const { layer, positions } = site;
  const tokens = graph.input('tokens', [batch, tokensNeeded(site)], 'int32');
  const { hooks } = forward(transformer, tokens, { layers: layer + 1, tabulated: true });
  const activations = hooks.get(hookName(layer, site.hook));
  if (!activations) throw new Error(`no activations at ${hookName(layer, site.hook)}`);
  const everyPosition = positions.length === tokensNeeded(site);
  const taken = everyPosition
    ? activations
    : activations.gather(graph.constant(positions, [positions.length], 'int64'), 1);
  return { tokens, rows: taken.reshape([batch * positions.length, taken.shape[2]!]) };
}
