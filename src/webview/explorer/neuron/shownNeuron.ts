import type { FoundLabelRecord, NeuronRecord } from '../../../core/run/neuronsFile';
import type { AnalysisView, NeuronView } from '../../../protocol/explorer';
import type { Send } from '../partProps';

/** Figures of a neuron at one position, or over all. */
type Statistics = Pick<
  NeuronRecord,
  'density' | 'mean' | 'mean_active' | 'max' | 'contribution' | 'histogram' | 'top' | 'spread'
>;

/** A label, and where it was found; `place` null for one of several positions. */
export interface PlacedLabel {
  readonly label: FoundLabelRecord;
  readonly place: number | null;
}

/** The neuron that is looked at, and where. */
export interface ShownNeuron {
  readonly analysis: AnalysisView;
  readonly neuron: NeuronView;
  readonly record: NeuronRecord;
  /** The position chosen, counted among those of the SAE; null for all together. */
  readonly place: number | null;
  /** The position of what can be shown of one alone. */
  readonly detailPlace: number;
  readonly statistics: Statistics;
  /** At the position, or all, the strongest first. */
  readonly labels: readonly PlacedLabel[];
  /** How files about it are named. */
  readonly fileName: string;
}

/** What every part of the pane is given. */
export interface PartOfNeuronProps {
  readonly shown: ShownNeuron;
  readonly send: Send;
}

/** @param position counted among all of the model; one that the SAE does not have stands for all together */
export function showNeuron(analysis: AnalysisView, neuron: NeuronView, position: number | null): ShownNeuron {
  const { record } = neuron;
  const found = analysis.positions.findIndex((at) => at.position === position);
  const place = found < 0 ? null : found;
  const all = labelsOf(record);
  return {
    analysis,
    neuron,
    record,
    place,
    detailPlace: place ?? all.find((each) => each.place !== null)?.place ?? busiestPlace(record),
    statistics: place === null ? record : record.positions[place]!,
    labels: place === null ? all : all.filter((each) => each.place === place || each.place === null),
    fileName: `${analysis.name} neuron ${record.neuron}${place === null ? '' : ` P${analysis.positions[place]!.position}`}`,
  };
}

/** All labels of a neuron: proved ones first, then by AUROC. */
function labelsOf(record: NeuronRecord): PlacedLabel[] {
  const all: PlacedLabel[] = record.labels.map((label) => ({ label, place: null }));
  record.positions.forEach(({ labels }, place) => all.push(...labels.map((label) => ({ label, place }))));
  const rank = ({ label }: PlacedLabel) => (label.status === 'proved' ? 1 : 0) + label.auroc;
  return all.sort((a, b) => rank(b) - rank(a));
}

function busiestPlace({ positions }: NeuronRecord): number {
  let best = 0;
  positions.forEach(({ contribution }, place) => {
    if (contribution > positions[best]!.contribution) best = place;
  });
  return best;
}

/** The activations of the sampled questions at a position. */
export function activationsAt({ analysis, neuron }: ShownNeuron, place: number): Float32Array {
  const questions = neuron.activations.length / analysis.positions.length;
  return neuron.activations.subarray(place * questions, (place + 1) * questions);
}

/** `P10 D'3`. */
export function positionText(analysis: AnalysisView, place: number): string {
  const { position, position_name } = analysis.positions[place]!;
  return `P${position} ${position_name}`;
}

/** A measured value to three significant digits; a dash where there is none. */
export function figure(value: number | null): string {
  return value === null || Number.isNaN(value) ? '–' : String(Number(value.toPrecision(3)));
}

/** The groups that a neuron is in, at the position chosen or at any. */
export function groupsOf({ analysis, record, place }: ShownNeuron): AnalysisView['groups'] {
  const position = place === null ? null : analysis.positions[place]!.position;
  return analysis.groups.filter(
    (group) =>
      group.neurons.includes(record.neuron) &&
      (position === null || group.position === null || group.position === position),
  );
}
