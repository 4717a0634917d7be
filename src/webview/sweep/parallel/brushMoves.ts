import type { Range } from '../../shared/range';

/** A drag along an axis; places are shares of it, from 0 at its lower end to 1. */
export interface Drag {
  readonly from: number;
  /** The brush that was there. */
  readonly before: Range | undefined;
  /** The share that a pixel is. */
  readonly pixel: number;
  readonly hasMoved: boolean;
}

/** Pixels within which an end of a brush is held. */
const GRIP = 6;
const STEP = 0.02;
const ARROWS: Readonly<Record<string, number>> = {
  ArrowUp: STEP,
  ArrowRight: STEP,
  ArrowDown: -STEP,
  ArrowLeft: -STEP,
};
const FIRST = { min: 0.4, max: 0.6 };

/** A key, as a `KeyboardEvent` tells of it. */
interface PressedKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** The brush when the pointer is at a place: an end of it is pulled, all of it moved, or a new one drawn. */
export function brushByDrag({ from, before, pixel }: Drag, to: number): Range {
  const isAt = (end: number) => Math.abs(from - end) <= GRIP * pixel;
  if (before && isAt(before.max)) return between(before.min, to);
  if (before && isAt(before.min)) return between(before.max, to);
  if (before && from > before.min && from < before.max) return moved(before, to - from);
  return between(from, to);
}

/**
 * The brush after a key: arrows move it, with Shift its upper end and with Ctrl its lower one; Home and End bring it to
 * the lower and upper end, Delete takes it away. Where there is none, an arrow, Enter and Space make one. `none`
 * where the key is another.
 */
export function brushByKey(
  { key, shiftKey, ctrlKey, altKey, metaKey }: PressedKey,
  brush: Range | undefined,
): Range | undefined | 'none' {
  if (altKey || metaKey) return 'none';
  if ((key === 'Delete' || key === 'Backspace' || key === 'Escape') && brush) return undefined;
  const step = ARROWS[key];
  if (!brush) return step !== undefined || key === 'Enter' || key === ' ' ? FIRST : 'none';
  if (key === 'Home') return moved(brush, -1);
  if (key === 'End') return moved(brush, 1);
  if (step === undefined) return 'none';
  if (shiftKey) return { min: brush.min, max: Math.min(Math.max(brush.max + step, brush.min), 1) };
  if (ctrlKey) return { min: Math.max(Math.min(brush.min + step, brush.max), 0), max: brush.max };
  return moved(brush, step);
}

function between(a: number, b: number): Range {
  return { min: Math.min(a, b), max: Math.max(a, b) };
}

/** As far as the axis goes. */
function moved({ min, max }: Range, by: number): Range {
  const step = Math.min(Math.max(by, -min), 1 - max);
  return { min: min + step, max: max + step };
}
