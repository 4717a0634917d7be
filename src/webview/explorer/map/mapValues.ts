import type { AnalysisView, NeuronMap, QuestionRows } from '../../../protocol/explorer';
import type { MapView } from './mapView';

type ClassMaps = Partial<Record<QuestionRows, NeuronMap | null>>;

/**
 * What the map shows, [neurons, positions]; undefined while it is asked for, null where there is none: no question of
 * the class, or no labels. Label scores and columns are of all questions, whatever the class.
 */
export function mapValues(
  analysis: AnalysisView,
  classMaps: ClassMaps,
  { figure, rows }: Pick<MapView, 'figure' | 'rows'>,
): Float32Array | null | undefined {
  if (figure === 'best_score') return analysis.bestScore;
  if (figure === 'column_explained') return analysis.columnExplained;
  const map = rows === 'all' ? analysis.map : classMaps[rows];
  return map ? map[figure] : map;
}

/** How values become shares of the colour scale. */
export interface ValueScale {
  /** What has the first and what has the last colour. */
  readonly min: number;
  readonly max: number;
  readonly logarithmic: boolean;
  /** Whether some values are above `max`, or, where it is logarithmic, positive and below `min`. */
  readonly hasAbove: boolean;
  readonly hasBelow: boolean;
}

/** The scale ends below the largest of so many values, if they are far larger than the others. */
const ROBUST_SHARE = 0.995;
const FAR = 1.5;
/** How far a logarithmic scale goes down. */
const LEAST_SHARE = 1e-4;

/** A scale for values; those of 0 and NaN have no part in it. AUROCs go from 0.5, which is chance, to 1. */
export function valueScale(values: Float32Array, { figure, logarithmic }: MapView): ValueScale {
  if (figure === 'column_explained') {
    return { min: 0, max: 1, logarithmic: false, hasAbove: false, hasBelow: false };
  }
  if (figure === 'best_score') {
    return { min: 0.5, max: 1, logarithmic: false, hasAbove: false, hasBelow: false };
  }
  const positive = values.filter((value) => value > 0).sort();
  const largest = positive.at(-1) ?? 1;
  const robust = positive[Math.ceil((positive.length - 1) * ROBUST_SHARE)] ?? 1;
  const max = largest > FAR * robust ? robust : largest;
  const least = positive[0] ?? max / 10;
  const min = logarithmic ? Math.min(Math.max(least, max * LEAST_SHARE), max / 10) : 0;
  return { min, max, logarithmic, hasAbove: largest > max, hasBelow: logarithmic && least < min };
}

/** A value's share of the scale, from 0 to 1; NaN for what is drawn as nothing, 0 and NaN. */
export function shareOf(value: number, { min, max, logarithmic }: ValueScale): number {
  if (!(value > 0)) return NaN;
  const share = logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
  return Math.min(Math.max(share, 0), 1);
}
