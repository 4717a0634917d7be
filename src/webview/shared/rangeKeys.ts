import { panned, zoomed, type Range } from './range';

/** The stretch of an axis that a key leads to: + and − zoom, ← and → move, 0 shows the whole; undefined for other keys. */
export function rangeByKey(
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
  range: Range,
  whole: Range,
): Range | undefined {
  if (ctrlKey || metaKey || altKey) return undefined;
  const ranges: Readonly<Record<string, () => Range>> = {
    '+': () => zoomed(range, 0.5, whole),
    '=': () => zoomed(range, 0.5, whole),
    '-': () => zoomed(range, 2, whole),
    ArrowLeft: () => panned(range, -0.25, whole),
    ArrowRight: () => panned(range, 0.25, whole),
    '0': () => whole,
  };
  return ranges[key]?.();
}
