/** The first index of an ascending column whose value is at least `value`; its length where there is none. */
export function firstAtLeast(column: Float64Array, value: number): number {
  return firstIndex(column, (found) => found >= value);
}

/** The first index of an ascending column whose value is above `value`; its length where there is none. */
export function firstAbove(column: Float64Array, value: number): number {
  return firstIndex(column, (found) => found > value);
}

/** The index whose value is nearest in an ascending column, the lower of two; undefined in an empty one. */
export function nearestIndex(column: Float64Array, value: number): number | undefined {
  if (column.length === 0) return undefined;
  const above = Math.min(firstAtLeast(column, value), column.length - 1);
  const below = Math.max(above - 1, 0);
  return value - column[below]! <= column[above]! - value ? below : above;
}

function firstIndex(column: Float64Array, holds: (value: number) => boolean): number {
  let [low, high] = [0, column.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(column[middle]!)) high = middle;
    else low = middle + 1;
  }
  return low;
}
