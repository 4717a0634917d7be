import type { TrialView } from '../../protocol/sweep';
import { readableOn } from '../shared/contrast';
import type { Ink } from '../shared/export/picture';
import { markOf } from '../shared/palette';
import { axisOf } from './axis';
import { directionOf, shortNumber, type Column } from './columns';

/** What colours stand for. */
export interface Colouring {
  readonly column: Column;
  readonly colourOf: (trial: TrialView) => string;
  /** The ends of a scale, or the name of each colour. */
  readonly legend:
    | { readonly kind: 'scale'; readonly from: string; readonly to: string }
    | { readonly kind: 'names'; readonly names: readonly { readonly name: string; readonly colour: string }[] };
}

/** Where values begin in the scale of colours: before it, lines and points can hardly be told from the background. */
export const LEAST_COLOUR = 0.3;
/** So few colours that all lines of one can be drawn at once. */
const STEPS = 24;
const MOST_NAMES = 14;

/** Colours by a column: the better an objective, the more it stands out. */
export function colouringBy(
  column: Column,
  trials: readonly TrialView[],
  isLog: boolean | undefined,
  ink: Ink,
): Colouring {
  return column.isNumeric ? byNumber(column, trials, isLog, ink) : byName(column, trials, ink);
}

function byNumber(column: Column, trials: readonly TrialView[], isLog: boolean | undefined, ink: Ink): Colouring {
  const { shareOf } = axisOf(column, trials, isLog);
  const shares = trials.map(shareOf).filter((share) => !Number.isNaN(share));
  const [least, most] = [Math.min(...shares), Math.max(...shares)];
  const isBetterLow = column.objective !== null && directionOf(column.objective) > 0;
  const colours = Array.from({ length: STEPS }, (_, i) =>
    ink.scale(LEAST_COLOUR + ((1 - LEAST_COLOUR) * i) / (STEPS - 1)),
  );
  const values = trials.flatMap((trial) => (Number.isNaN(shareOf(trial)) ? [] : [Number(column.valueOf(trial))]));
  const [low, high] = values.length === 0 ? ['–', '–'] : [Math.min(...values), Math.max(...values)].map(shortNumber);
  return {
    column,
    colourOf: (trial) => {
      const share = shareOf(trial);
      if (Number.isNaN(share)) return ink.dull;
      const within = most === least ? 1 : (share - least) / (most - least);
      return colours[Math.round((isBetterLow ? 1 - within : within) * (STEPS - 1))]!;
    },
    legend: { kind: 'scale', from: (isBetterLow ? high : low)!, to: (isBetterLow ? low : high)! },
  };
}

function byName(column: Column, trials: readonly TrialView[], ink: Ink): Colouring {
  const found = column.choices ?? [...new Set(trials.map(column.valueOf))].sort();
  const names = found.filter((name) => name !== null).map(String);
  const colours = new Map(names.map((name, i) => [name, readableOn(ink.background, markOf(i).colour)]));
  return {
    column,
    colourOf: (trial) => colours.get(String(column.valueOf(trial))) ?? ink.dull,
    legend: { kind: 'names', names: [...colours].slice(0, MOST_NAMES).map(([name, colour]) => ({ name, colour })) },
  };
}
