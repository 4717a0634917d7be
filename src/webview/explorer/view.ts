import { DEFAULT_EMBEDDING_VIEW, embeddingViewFrom, type EmbeddingView } from './embedding/embeddingView';
import { mapViewFrom, DEFAULT_MAP_VIEW, type MapView } from './map/mapView';
import { DEFAULT_TRY_VIEW, tryViewFrom, type TryView } from './tryOut/tryView';

export const TABS = ['neurons', 'embedding', 'try', 'sae', 'model'] as const;
export type Tab = (typeof TABS)[number];

/** How the user looks at the analysis; kept over a reload of the window. */
export interface View {
  readonly tab: Tab;
  /** The neuron that is looked at. */
  readonly neuron: number | null;
  /** The token position that is looked at, an index among all of the model; null for all together. */
  readonly position: number | null;
  readonly map: MapView;
  readonly embedding: EmbeddingView;
  readonly tryOut: TryView;
  /** The map's share of the width beside the neuron. */
  readonly split: number;
}

const DEFAULT_VIEW: View = {
  tab: 'neurons',
  neuron: null,
  position: null,
  map: DEFAULT_MAP_VIEW,
  embedding: DEFAULT_EMBEDDING_VIEW,
  tryOut: DEFAULT_TRY_VIEW,
  split: 0.5,
};
export const LEAST_SPLIT = 0.25;
export const MOST_SPLIT = 0.75;

/** The view that an earlier page kept, with the default for whatever is not there or is not of its kind. */
export function viewFrom(kept: unknown): View {
  const { tab, neuron, position, map, embedding, tryOut, split } = (
    typeof kept === 'object' && kept !== null ? kept : {}
  ) as Record<string, unknown>;
  const index = (value: unknown) => (Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : null);
  return {
    tab: TABS.find((name) => name === tab) ?? DEFAULT_VIEW.tab,
    neuron: index(neuron),
    position: index(position),
    map: mapViewFrom(map),
    embedding: embeddingViewFrom(embedding),
    tryOut: tryViewFrom(tryOut),
    split: typeof split === 'number' && split >= LEAST_SPLIT && split <= MOST_SPLIT ? split : DEFAULT_VIEW.split,
  };
}
