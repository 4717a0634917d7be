import type { TrialView } from '../../protocol/sweep';
import { evenTicks, logTicks } from '../shared/chart/logTicks';
import type { Cell } from '../shared/export/table';
import type { Range } from '../shared/range';
import { shortNumber, type Column } from './columns';

/** A column laid along a line: numbers by their size, other values in equal steps. */
export interface Axis {
  readonly column: Column;
  readonly isLogarithmic: boolean;
  /** Where a trial lies, from 0 to 1; NaN where it has no value, or none that has a place. */
  readonly shareOf: (trial: TrialView) => number;
  /** The place of a share on the axis' own scale, which stays the same when the axis is longer, and back. */
  readonly placeAt: (share: number) => number;
  readonly shareAt: (place: number) => number;
  readonly ticks: readonly { readonly share: number; readonly text: string }[];
  /** The value at a place, as words have it. */
  readonly textAt: (share: number) => string;
}

/** Values that are known to be few get a step each up to this many. */
const MOST_STEPS = 12;
/** Room beyond the lowest and the highest value. */
const MARGIN = 0.04;

/**
 * The axis of a column.
 *
 * @param trials those that it has to have room for
 * @param asked whether its scale is to be logarithmic; undefined where that is the search space's choice. Without values
 *   above 0 it never is.
 */
export function axisOf(column: Column, trials: readonly TrialView[], asked: boolean | undefined): Axis {
  if (!column.isNumeric) return stepAxis(column, trials);
  const { extent } = column;
  const found = trials.map((trial) => column.valueOf(trial)).filter(isFinite);
  const values = extent ? [extent.min, extent.max, ...found] : found;
  const wanted = asked ?? column.isLogarithmic;
  const placed = wanted ? values.filter((value) => value > 0) : values;
  const isLogarithmic = wanted && placed.length > 0;
  return numberAxis(column, rangeOf(isLogarithmic ? placed : values, isLogarithmic), isLogarithmic);
}

function isFinite(value: Cell): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

/** From the lowest to the highest on the scale, with some room beyond; of one value, around it. */
function rangeOf(values: readonly number[], isLogarithmic: boolean): Range {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) [min, max] = [Math.min(min, value), Math.max(max, value)];
  if (min > max) return { min: 0, max: 1 };
  if (isLogarithmic) [min, max] = [Math.log10(min), Math.log10(max)];
  const room = (max - min) * MARGIN || (isLogarithmic ? 0.5 : Math.abs(min) * 0.1 || 0.5);
  return { min: min - room, max: max + room };
}

function numberAxis(column: Column, { min, max }: Range, isLogarithmic: boolean): Axis {
  const scaled = (value: number) => (isLogarithmic ? (value > 0 ? Math.log10(value) : -Infinity) : value);
  const shareAt = (value: number) => (scaled(value) - min) / (max - min);
  const valueAt = (share: number) => {
    const at = min + share * (max - min);
    return isLogarithmic ? 10 ** at : at;
  };
  const choices = column.choices?.filter(isFinite) ?? [];
  const places =
    choices.length > 0 && choices.length <= MOST_STEPS
      ? choices
      : isLogarithmic
        ? logTicks(10 ** min, 10 ** max)
        : evenTicks(min, max);
  return {
    column,
    isLogarithmic,
    shareOf: (trial) => {
      const value = column.valueOf(trial);
      const share = isFinite(value) ? shareAt(value) : NaN;
      return Number.isFinite(share) ? share : NaN;
    },
    placeAt: valueAt,
    shareAt,
    ticks: places
      .map((value) => ({ share: shareAt(value), text: shortNumber(value) }))
      .filter(({ share }) => share >= 0 && share <= 1),
    textAt: (share) => String(Number(valueAt(share).toPrecision(3))),
  };
}

function stepAxis(column: Column, trials: readonly TrialView[]): Axis {
  const known = column.choices ?? [...new Set(trials.map((trial) => column.valueOf(trial)))].sort();
  const texts = known.filter((value) => value !== null).map(String);
  const places = new Map(texts.map((text, i) => [text, (i + 0.5) / texts.length]));
  return {
    column,
    isLogarithmic: false,
    shareOf: (trial) => places.get(String(column.valueOf(trial))) ?? NaN,
    placeAt: (share) => share,
    shareAt: (place) => place,
    ticks: texts.map((text) => ({ share: places.get(text)!, text })),
    textAt: (share) => texts[Math.min(Math.max(Math.floor(share * texts.length), 0), texts.length - 1)] ?? '',
  };
}
