import type { Range } from '../range';
import type { Point } from './content';

/**
 * Ends a line where it leaves the range, so that the y axis is made for what is in sight. Of its points at most the
 * first and the last may be outside.
 *
 * @param logarithmic whether a line is straight between the logarithms of its values
 */
export function cutAtEdges(points: readonly Point[], { min, max }: Range, logarithmic: boolean): readonly Point[] {
  const [first, second, beforeLast, last] = [points[0], points[1], points.at(-2), points.at(-1)];
  if (!first || !last) return points;
  const cut = [...points];
  if (first.x < min) cut[0] = edge(first, second, min, logarithmic);
  if (last.x > max) cut[cut.length - 1] = edge(last, beforeLast, max, logarithmic);
  return cut;
}

/** The place at `x` between a point outside and the one beside it; a break where there is none. */
function edge(outside: Point, inside: Point | undefined, x: number, logarithmic: boolean): Point {
  if (!inside) return { x, y: NaN, isEdge: true };
  const share = (x - inside.x) / (outside.x - inside.x);
  const y = logarithmic ? inside.y * (outside.y / inside.y) ** share : inside.y + (outside.y - inside.y) * share;
  return { x, y, isEdge: true };
}
