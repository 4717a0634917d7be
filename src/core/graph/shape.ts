/** Lengths of a tensor's axes, all known when a graph is built; `[]` is a scalar. */
export type Shape = readonly number[];

/** The shape that NumPy's broadcasting rule gives for two shapes; throws where they do not fit. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new Error(`shapes [${a.join()}] and [${b.join()}] do not broadcast`);
    return x === 1 ? y : x;
  });
}

/** Whether two shapes have the same rank and lengths; nothing broadcasts. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** Axes counted from the front: -1 becomes the last axis. */
export function fromFront(axes: readonly number[], rank: number): number[] {
  return axes.map((axis) => {
    const positive = axis < 0 ? axis + rank : axis;
    if (positive < 0 || positive >= rank) throw new Error(`axis ${axis} is outside a tensor of rank ${rank}`);
    return positive;
  });
}

/** The axes of `from` along which a tensor was stretched by broadcasting to get its shape from `to`. */
export function stretchedAxes(from: Shape, to: Shape): number[] {
  const added = from.length - to.length;
  return from.flatMap((length, axis) => (axis < added || (to[axis - added] === 1 && length !== 1) ? [axis] : []));
}
