import { Distances, type Points } from './points';

const POINTS_PER_STEP = 32;

/**
 * How far points that are neighbours in an embedding were neighbours before (Venna and Kaski 2001): 1 where all were, less
 * for each that was not by how many others were nearer. Points as near as each other have the least of their ranks.
 *
 * Yields how much is done, from 0 to 1.
 *
 * @param embedded [points, 2]
 * @param neighbours of each point; fewer than half of the points
 */
export function* trustworthiness(data: Points, embedded: Float64Array, neighbours: number): Generator<number, number> {
  const { count } = data;
  const distances = new Distances(data);
  const before = new Float64Array(count);
  let penalty = 0;
  for (let point = 0; point < count; point++) {
    distances.fromPoint(point, before);
    for (const neighbour of nearestInPlane(embedded, point, neighbours)) {
      const own = before[neighbour]!;
      let nearer = 0;
      for (let other = 0; other < count; other++) if (before[other]! < own && other !== point) nearer++;
      penalty += Math.max(0, nearer + 1 - neighbours);
    }
    if (point % POINTS_PER_STEP === 0) yield point / count;
  }
  return 1 - (2 * penalty) / (count * neighbours * (2 * count - 3 * neighbours - 1));
}

/** The nearest points in the plane to one of them. */
function nearestInPlane(points: Float64Array, point: number, wanted: number): Int32Array {
  const found = new Int32Array(wanted);
  const squares = new Float64Array(wanted).fill(Infinity);
  const [x, y] = [points[2 * point]!, points[2 * point + 1]!];
  for (let other = 0; other < points.length / 2; other++) {
    const [dx, dy] = [points[2 * other]! - x, points[2 * other + 1]! - y];
    const squared = dx * dx + dy * dy;
    if (squared >= squares[wanted - 1]! || other === point) continue;
    let place = wanted - 1;
    for (; place > 0 && squares[place - 1]! > squared; place--) {
      squares[place] = squares[place - 1]!;
      found[place] = found[place - 1]!;
    }
    squares[place] = squared;
    found[place] = other;
  }
  return found;
}
