import type { AnalysedLabel } from '../../../core/run/analysedLabel';
import type { AnalysisView } from '../../../protocol/explorer';
import { labelName } from '../neuron/labelWords';
import { labelIndexOf, mainLabel, MARK, markOf, type FoundLabel, type LabelIndex } from './labelIndex';
import type { MapFilter, MapView, Sort } from './mapView';

/** The neurons that the filter lets through, in the order that is asked for. */
export function mapRows(analysis: AnalysisView, { filter, sort, reversed }: MapView): Int32Array {
  const isShown = filterOf(analysis, filter);
  const shown = neuronsInOrder(analysis, sort, filter.position).filter(isShown);
  return reversed ? shown.reverse() : shown;
}

/** All neurons; where a position is asked for, figures are those there. */
function neuronsInOrder(analysis: AnalysisView, sort: Sort, position: number | null): Int32Array {
  if (sort === 'similarity') return analysis.similarityOrder;
  const all = Int32Array.from({ length: analysis.neurons }, (_, neuron) => neuron);
  if (sort === 'index') return all;
  const keys = sort === 'label' ? labelRanks(analysis) : sortKeys(analysis, sort, position);
  return all.sort((a, b) => keys[a]! - keys[b]! || a - b);
}

/** What is sorted by, ascending; by neuron. */
function sortKeys(analysis: AnalysisView, sort: Sort, position: number | null): Float64Array {
  const { map, bestScore, positions } = analysis;
  const width = positions.length;
  const place = placeOf(analysis, position);
  const keys = new Float64Array(analysis.neurons);
  for (let neuron = 0; neuron < keys.length; neuron++) {
    const row = (values: Float32Array) => values.subarray(neuron * width, (neuron + 1) * width);
    const figure = (values: Float32Array, ofAll: (row: Float32Array) => number) =>
      -(place === undefined ? ofAll(row(values)) : row(values)[place]!);
    switch (sort) {
      case 'mean':
        keys[neuron] = figure(map.mean, sum);
        break;
      case 'contribution':
        keys[neuron] = figure(map.contribution, sum);
        break;
      case 'best_score':
        keys[neuron] = bestScore ? figure(bestScore, largest) : 0;
        break;
      case 'first': {
        const first = row(map.density).findIndex((density) => density > 0);
        keys[neuron] = first < 0 ? width : first;
        break;
      }
      case 'peak': {
        const contributions = row(map.contribution);
        const most = largest(contributions);
        keys[neuron] = most > 0 ? contributions.indexOf(most) : width;
        break;
      }
      default:
        keys[neuron] = figure(map.density, sum);
    }
  }
  return keys;
}

/** Neurons with the same label get the same rank; those without one come last. */
function labelRanks(analysis: AnalysisView): Float64Array {
  const index = labelIndexOf(analysis);
  const names = Array.from({ length: analysis.neurons }, (_, neuron) => {
    const label = mainLabel(index, neuron);
    return label && `${label.task} ${label.rows} ${String(label.digit ?? -1).padStart(3)} ${label.position ?? -1}`;
  });
  const ranks = new Map([...new Set(names)].sort().map((name, rank) => [name, rank]));
  return Float64Array.from(names, (name) => (name === undefined ? ranks.size : ranks.get(name)!));
}

/** The place of a model's token position among those of the SAE; undefined for none, or all together. */
export function placeOf({ positions }: Pick<AnalysisView, 'positions'>, position: number | null): number | undefined {
  const place = positions.findIndex((at) => at.position === position);
  return place < 0 ? undefined : place;
}

function filterOf(analysis: AnalysisView, filter: MapFilter): (neuron: number) => boolean {
  const { map, positions, quality } = analysis;
  const index = labelIndexOf(analysis);
  const numbers = numbersOf(filter.text);
  const place = placeOf(analysis, filter.position);
  const dead = new Set(quality.dead);
  const alwaysOn = new Set(quality.always_on);
  const isAbout = labelFilter(filter, numbers === undefined ? filter.text : '');
  return (neuron) => {
    if (numbers && !numbers.some(([first, last]) => neuron >= first && neuron <= last)) return false;
    if (filter.activity === 'alive' && dead.has(neuron)) return false;
    if (filter.activity === 'dead' && !dead.has(neuron)) return false;
    if (filter.activity === 'always on' && !alwaysOn.has(neuron)) return false;
    if (place !== undefined && map.density[neuron * positions.length + place] === 0) return false;
    return isAbout === undefined || isAbout(labelsOf(index, neuron, filter.position), filter.status);
  };
}

/** Whether labels are what is asked for; undefined where nothing is asked of them. */
function labelFilter(
  { labelRows, status }: MapFilter,
  text: string,
): ((labels: readonly FoundLabel[], status: MapFilter['status']) => boolean) | undefined {
  const wanted = normalised(text);
  if (wanted === '' && labelRows === 'any' && status === 'any') return undefined;
  const matches = (label: FoundLabel) =>
    (labelRows === 'any' || label.rows === labelRows) &&
    (wanted === '' || [label, ...label.equivalent].some((named) => namesOf(named).includes(wanted)));
  return (labels, asked) => {
    const found = labels.filter(matches);
    if (asked === 'none') return found.length === 0;
    return found.some((label) => asked === 'any' || asked === 'labelled' || MARK[asked] === markOf(label));
  };
}

function labelsOf({ byNeuron }: LabelIndex, neuron: number, position: number | null): readonly FoundLabel[] {
  const labels = byNeuron.get(neuron) ?? [];
  return position === null ? labels : labels.filter((label) => label.position === position);
}

/** The absolute and the relative name of a label, so that either finds it. */
function namesOf(label: AnalysedLabel): string {
  const relative = label.relative === null ? [] : [labelName({ ...label, digit: null })];
  return normalised([labelName(label), ...relative].join('|'));
}

/** As people type it: `sc d-1` for SC δ-1. */
function normalised(text: string): string {
  return text.toLowerCase().replaceAll('δ', 'd').replaceAll('−', '-').replaceAll(/\s/g, '');
}

/** The ranges of numbers that a text such as `3, 10-20` is; undefined where it is something else. */
function numbersOf(text: string): [first: number, last: number][] | undefined {
  if (!/^\s*\d+(\s*-\s*\d+)?(\s*,\s*\d+(\s*-\s*\d+)?)*\s*,?\s*$/.test(text)) return undefined;
  return text
    .split(',')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [first, last = first] = part.split('-').map(Number);
      return [first!, last!];
    });
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function largest(values: Float32Array): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
