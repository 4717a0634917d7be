/** A stretch of an axis, both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The shortest stretch of an axis that can be shown, as a share of its length. */
export const SHORTEST_SHARE = 1e-4;

/** A stretch `factor` times as long about the same middle, moved or cut to lie within `whole`; not too short. */
export function zoomed(range: Range, factor: number, whole: Range): Range {
  const middle = (range.min + range.max) / 2;
  const half = Math.max((range.max - range.min) * factor, (whole.max - whole.min) * SHORTEST_SHARE) / 2;
  return within({ min: middle - half, max: middle + half }, whole);
}

/** A stretch moved by a share of its own length, as far as `whole` goes. */
export function panned(range: Range, share: number, whole: Range): Range {
  const distance = (range.max - range.min) * share;
  return within({ min: range.min + distance, max: range.max + distance }, whole);
}

function within({ min, max }: Range, whole: Range): Range {
  const length = Math.min(max - min, whole.max - whole.min);
  const start = Math.min(Math.max(min, whole.min), whole.max - length);
  return { min: start, max: start + length };
}
