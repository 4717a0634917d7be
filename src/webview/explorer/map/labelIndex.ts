import type { AnalysedLabel } from '../../../core/run/analysedLabel';
import type { LabelsFile } from '../../../core/run/labelsFile';
import type { AnalysisView } from '../../../protocol/explorer';

type Entry = LabelsFile[number];

/** A label of a neuron by itself, or one that is proved of several neurons together. */
export interface FoundLabel extends AnalysedLabel, Pick<Entry, 'position' | 'position_name' | 'equivalent' | 'status'> {
  /** Null of several neurons. */
  readonly auroc: number | null;
  /** How many neurons it is said of. */
  readonly neurons: number;
}

/** What the map draws of a cell's labels. */
export const MARK = { none: 0, correlates: 1, together: 2, proved: 3 } as const;
export type Mark = (typeof MARK)[keyof typeof MARK];

/** The mark of a label, as a letter. */
export const MARK_SIGNS: Readonly<Record<Mark, string>> = {
  [MARK.none]: '',
  [MARK.correlates]: '○',
  [MARK.together]: '◆',
  [MARK.proved]: '●',
};

export function markOf({ status, neurons }: FoundLabel): Mark {
  if (status === 'correlates') return MARK.correlates;
  return neurons > 1 ? MARK.together : MARK.proved;
}

/** The labels of an analysis by where they are; each list has the strongest first. */
export interface LabelIndex {
  /** Including those of all predicting positions together. */
  readonly byNeuron: ReadonlyMap<number, readonly FoundLabel[]>;
  /** By cell; cell = neuron · positions + place. */
  readonly byCell: ReadonlyMap<number, readonly FoundLabel[]>;
  /** One of `MARK`, by cell. */
  readonly marks: Uint8Array;
}

const indices = new WeakMap<AnalysisView, LabelIndex>();

/** The labels of an analysis; sorted in once. */
export function labelIndexOf(analysis: AnalysisView): LabelIndex {
  let index = indices.get(analysis);
  if (!index) indices.set(analysis, (index = makeIndex(analysis)));
  return index;
}

/** The label that a neuron is known by: the strongest that is proved, if need be with others, else the strongest. */
export function mainLabel({ byNeuron }: LabelIndex, neuron: number): FoundLabel | undefined {
  const labels = byNeuron.get(neuron);
  const marked = (mark: Mark) => labels?.find((label) => markOf(label) === mark);
  return marked(MARK.proved) ?? marked(MARK.together) ?? labels?.[0];
}

function makeIndex({ labels, groups, neurons, positions }: AnalysisView): LabelIndex {
  const byNeuron = new Map<number, FoundLabel[]>();
  const byCell = new Map<number, FoundLabel[]>();
  const marks = new Uint8Array(neurons * positions.length);
  const places = new Map(positions.map(({ position }, place) => [position, place]));
  const add = (neuron: number, label: FoundLabel) => {
    push(byNeuron, neuron, label);
    const place = label.position === null ? undefined : places.get(label.position);
    if (place === undefined) return;
    const cell = neuron * positions.length + place;
    push(byCell, cell, label);
    marks[cell] = Math.max(marks[cell]!, markOf(label));
  };
  for (const { neuron, ...label } of labels ?? []) add(neuron, { ...label, neurons: 1 });
  for (const { neurons: members, ...label } of groups) {
    if (label.status !== 'proved') continue;
    const shared = { ...label, equivalent: [], auroc: null, neurons: members.length };
    for (const neuron of members) add(neuron, shared);
  }
  return { byNeuron, byCell, marks };
}

function push<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}
