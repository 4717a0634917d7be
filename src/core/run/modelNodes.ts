import { labelText } from '../analysis/label';
import { positionMeanings } from '../arithmetic/positions';
import type { AnalysedLabel, LabelStatus } from './analysedLabel';
import type { QualityFile, QualityNode } from './qualityFile';

/** An analysis of one of a model's SAEs. */
export interface AnalysisOfModel {
  /** What it is known by. */
  readonly directory: string;
  readonly name: string;
  readonly quality: Pick<QualityFile, 'model' | 'hook' | 'nodes'>;
}

/** A model's MLP at a layer and position, with the labels that the neurons of all its analysed SAEs give it. */
export interface NodeView {
  readonly layer: number;
  readonly position: number;
  readonly position_name: string;
  readonly failures: number;
  readonly fail_percent: number;
  /** The digits answered wrong without it, such as A32. */
  readonly impact: string;
  readonly useful: boolean;
  /** Whether proved labels account for at least half of these digits. */
  readonly explained: boolean;
  readonly explained_share: number | null;
  readonly labels: readonly {
    /** Such as A2.SC. */
    readonly text: string;
    readonly rows: string;
    readonly neurons: readonly number[];
    /** The SAE that says so: a `directory` of `ModelView.analyses`. */
    readonly directory: string;
    readonly status: LabelStatus;
  }[];
}

/** A model as a whole. */
export interface ModelView {
  readonly model: string;
  readonly layers: number;
  /** Names of all positions of the model. */
  readonly positionNames: readonly string[];
  readonly nodes: readonly NodeView[];
  readonly useful: number;
  readonly explained: number;
  /** The analyses that speak of it. */
  readonly analyses: readonly { readonly directory: string; readonly name: string; readonly hook: string }[];
}

interface SeenNode extends QualityNode {
  readonly directory: string;
}

/**
 * What the analyses of one model's SAEs say of its nodes together. A node is as useful as the analysis with the most
 * failures found it, since each puts other questions to it, and explained where one of the SAEs explains it.
 *
 * @returns null where no analysis has looked at the nodes
 */
export function modelNodes(analyses: readonly AnalysisOfModel[]): ModelView | null {
  const speaking = analyses.filter(({ quality }) => quality.nodes !== null && quality.nodes.length > 0);
  const seen = speaking.flatMap(({ directory, quality }) => quality.nodes!.map((node) => ({ ...node, directory })));
  if (seen.length === 0) return null;
  const byPlace = new Map<string, SeenNode[]>();
  for (const node of seen) {
    const place = `${node.layer} ${node.position}`;
    byPlace.set(place, [...(byPlace.get(place) ?? []), node]);
  }
  const nodes = [...byPlace.values()].map(merged).sort((a, b) => a.layer - b.layer || a.position - b.position);
  return {
    model: speaking[0]!.quality.model,
    layers: 1 + Math.max(...seen.map(({ layer }) => layer)),
    positionNames: positionNames(nodes),
    nodes,
    useful: nodes.filter(({ useful }) => useful).length,
    explained: nodes.filter(({ explained }) => explained).length,
    analyses: speaking.map(({ directory, name, quality: { hook } }) => ({ directory, name, hook })),
  };
}

function merged(seen: readonly SeenNode[]): NodeView {
  const strongest = seen.reduce((most, node) => (node.failures > most.failures ? node : most));
  const { layer, position, position_name, failures, fail_percent, impact, useful } = strongest;
  const shares = seen.flatMap(({ explained_share }) => explained_share ?? []);
  return {
    ...{ layer, position, position_name, failures, fail_percent, impact, useful },
    explained: useful && seen.some(({ explained }) => explained === true),
    explained_share: shares.length === 0 ? null : Math.max(...shares),
    labels: seen.flatMap(({ directory, labels }) =>
      labels.map(({ neurons, ...label }) => ({
        ...{ text: textOf(label), rows: label.rows, neurons, directory },
        // Nodes have no other labels.
        status: 'proved' as const,
      })),
    ),
  };
}

/** `A2.SC`, `SC δ-1`, `OPR`, with the value that is told from all others: `A2.SA = 7`. */
function textOf(label: AnalysedLabel): string {
  return label.value === null ? labelText(label) : `${labelText(label)} = ${label.value}`;
}

/** As a node names an answer's digit, which says how many there are; by their numbers where none does. */
function positionNames(nodes: readonly NodeView[]): string[] {
  const digits = nodes.map(digitsBy).find((found) => found !== undefined);
  const last = Math.max(...nodes.map(({ position }) => position));
  const names =
    digits === undefined ? Array.from({ length: last + 1 }, (_, i) => `P${i}`) : positionMeanings(digits, 0);
  for (const { position, position_name } of nodes) names[position] = position_name;
  return names;
}

/** An is at 3d + 3 - n. */
function digitsBy({ position, position_name }: NodeView): number | undefined {
  const n = /^A(\d+)$/.exec(position_name)?.[1];
  const digits = n === undefined ? NaN : (position + Number(n) - 3) / 3;
  return Number.isInteger(digits) && digits > 0 ? digits : undefined;
}
