import type { ModelView, NodeView } from '../../../protocol/explorer';

/** The nodes of a model by where they are. */
export interface NodeRows {
  readonly columns: readonly { readonly position: number; readonly name: string }[];
  /** The lowest layer first; undefined where a position was not looked at. */
  readonly layers: readonly { readonly layer: number; readonly nodes: readonly (NodeView | undefined)[] }[];
  /** The largest share of questions that fails without a node, in percent. */
  readonly mostPercent: number;
}

/** Nodes in a grid of layers and those positions at which any was looked at. */
export function nodeRows({ layers, nodes }: ModelView): NodeRows {
  const names = new Map(nodes.map(({ position, position_name: name }) => [position, name]));
  const columns = [...names].sort(([a], [b]) => a - b).map(([position, name]) => ({ position, name }));
  const byPlace = new Map(nodes.map((node) => [placeKey(node.layer, node.position), node]));
  return {
    columns,
    layers: Array.from({ length: layers }, (_, layer) => ({
      layer,
      nodes: columns.map(({ position }) => byPlace.get(placeKey(layer, position))),
    })),
    mostPercent: Math.max(...nodes.map(({ fail_percent: percent }) => percent), 1),
  };
}

/** The useful nodes, those of lower layers first, then by position. */
export function usefulNodes({ nodes }: ModelView): NodeView[] {
  return nodes.filter(({ useful }) => useful).sort((a, b) => a.layer - b.layer || a.position - b.position);
}

/** A share of questions in percent, as short as a cell of the grid is. */
export function failText(percent: number): string {
  if (percent >= 10) return `${Math.round(percent)}%`;
  return percent >= 0.1 ? `${percent.toFixed(1)}%` : '<0.1%';
}

function placeKey(layer: number, position: number): string {
  return `${layer} ${position}`;
}
