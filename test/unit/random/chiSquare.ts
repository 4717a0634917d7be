/** Pearson's statistic of how far counts are from equal. */
export function chiSquareOfEqual(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

/** How often each of 0 … n - 1 is among the values. */
export function countsOf(values: Iterable<number>, n: number): number[] {
  const counts = new Array<number>(n).fill(0);
  for (const value of values) counts[value]!++;
  return counts;
}
