/** Whether `a` is as good as `b` in every objective and better in one; smaller is better. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  return a.every((value, i) => value <= b[i]!) && a.some((value, i) => value < b[i]!);
}

/**
 * The front of each point, from 0: the first front is of those that no other dominates, the next one of those that only
 * the first one's dominate, and so on (Deb et al. 2002, "NSGA-II").
 */
export function frontsOf(points: readonly (readonly number[])[]): number[] {
  const fronts = new Array<number>(points.length).fill(-1);
  let left = points.map((_, i) => i);
  for (let front = 0; left.length > 0; front++) {
    const within = left.filter((i) => !left.some((j) => dominates(points[j]!, points[i]!)));
    for (const i of within) fronts[i] = front;
    left = left.filter((i) => fronts[i] === -1);
  }
  return fronts;
}

/** The indices of the points that no other dominates. */
export function paretoFront(points: readonly (readonly number[])[]): number[] {
  return points.flatMap((point, i) => (points.some((other) => dominates(other, point)) ? [] : [i]));
}
