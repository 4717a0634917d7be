import { evenTicks, logTicks } from '../../shared/chart/logTicks';
import { shareOf, type ValueScale } from './mapValues';

/** Pixels of a legend's bar. */
export const BAR_WIDTH = 224;
/** Of a character of the numbers, and between two of them. */
const CHARACTER = 5.6;
const LEAST_GAP = 8;

/** A number on a legend. */
export interface Tick {
  readonly share: number;
  readonly text: string;
}

/** The ends of the scale, and round numbers between as far as there is room. */
export function ticksOf(scale: ValueScale): Tick[] {
  const { min, max, logarithmic, hasAbove, hasBelow } = scale;
  const between = logarithmic ? logTicks(min, max) : evenTicks(min, max);
  const ends: Tick[] = [
    { share: 0, text: `${hasBelow ? '≤' : ''}${tickText(min)}` },
    { share: 1, text: `${hasAbove ? '≥' : ''}${tickText(max)}` },
  ];
  const placed = [...ends];
  for (const value of between) {
    const tick = { share: value === min ? 0 : shareOf(value, scale), text: tickText(value) };
    const [from, to] = extentOf(tick);
    const isFree = placed.map(extentOf).every(([left, right]) => to + LEAST_GAP <= left || from >= right + LEAST_GAP);
    if (isFree) placed.push(tick);
  }
  return placed.sort((a, b) => a.share - b.share);
}

/** The numbers at the ends stay within the bar's width. */
export function anchorOf(share: number): 'start' | 'middle' | 'end' {
  if (share === 0) return 'start';
  return share === 1 ? 'end' : 'middle';
}

function extentOf({ share, text }: Tick): [from: number, to: number] {
  const width = text.length * CHARACTER;
  const offset = { start: 0, middle: 0.5, end: 1 }[anchorOf(share)];
  const from = share * BAR_WIDTH - offset * width;
  return [from, from + width];
}

function tickText(value: number): string {
  if (value === 0) return '0';
  const rounded = Number(value.toPrecision(2));
  return rounded < 1e-3 ? rounded.toExponential().replace('e-', 'e−') : String(rounded);
}
