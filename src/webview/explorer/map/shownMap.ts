import * as l10n from '@vscode/l10n';
import type { AnalysisView } from '../../../protocol/explorer';
import type { ColourScale } from '../../shared/colourScale';
import { exact } from '../../shared/numbers';
import { labelName, statusWord } from '../neuron/labelWords';
import { MARK, type FoundLabel, type LabelIndex, type Mark } from './labelIndex';
import { figureTitle } from './mapText';
import type { ValueScale } from './mapValues';
import type { MapView } from './mapView';

/** The map as it is shown: which figures of which neurons, and how. */
export interface ShownMap {
  readonly analysis: AnalysisView;
  readonly view: MapView;
  /** The neuron of each row. */
  readonly rows: Int32Array;
  /** [neurons, positions] */
  readonly values: Float32Array;
  readonly scale: ValueScale;
  readonly colours: ColourScale;
  readonly labels: LabelIndex;
}

/** `A5`. */
export function placeName({ analysis }: Pick<ShownMap, 'analysis'>, place: number): string {
  return analysis.positions[place]!.position_name;
}

/** The labels of a neuron at a place; at null all of them. */
export function labelsAt({ analysis, labels }: ShownMap, neuron: number, place: number | null): readonly FoundLabel[] {
  if (place === null) return labels.byNeuron.get(neuron) ?? [];
  return labels.byCell.get(neuron * analysis.positions.length + place) ?? [];
}

/** What is shown of a cell, said: `Density 0.123, A2.SC proved`. */
export function cellText(map: ShownMap, neuron: number, place: number): string {
  const value = map.values[neuron * map.analysis.positions.length + place]!;
  const labels = labelsAt(map, neuron, place).map((label) => `${labelName(label)} ${labelStatus(label)}`);
  return [`${figureTitle(map.view.figure)} ${exact(value)}`, ...labels].join(', ');
}

/** The marks that some cell has, the strongest first. */
export function shownMarks({ labels }: ShownMap): readonly Mark[] {
  return [MARK.proved, MARK.together, MARK.correlates].filter((mark) => labels.marks.includes(mark));
}

/** What is said of a label: `A2.SC proved`, with how many neurons it is said of together. */
export function labelStatus({ status, neurons }: FoundLabel): string {
  return neurons === 1 ? statusWord(status) : l10n.t('proved of {0} neurons together', neurons);
}
