import type { Distances } from './points';

/** The nearest neighbours of every point, in no order. */
export interface Neighbours {
  /** Of each point. */
  readonly each: number;
  /** [points, each] */
  readonly indices: Int32Array;
  /** Squared; [points, each]. */
  readonly distances: Float64Array;
}

const POINTS_PER_STEP = 32;

/**
 * Finds every point's nearest neighbours, itself not among them, by looking at all pairs; yields how much is done.
 *
 * @param each fewer than there are points
 */
export function* nearestNeighbours(distances: Distances, each: number): Generator<number, Neighbours> {
  const { count } = distances;
  const indices = new Int32Array(count * each);
  const nearest = new Float64Array(count * each);
  const all = new Float64Array(count);
  for (let point = 0; point < count; point++) {
    distances.fromPoint(point, all);
    all[point] = Infinity;
    keepNearest(
      all,
      nearest.subarray(point * each, (point + 1) * each),
      indices.subarray(point * each, (point + 1) * each),
    );
    if (point % POINTS_PER_STEP === 0) yield point / count;
  }
  return { each, indices, distances: nearest };
}

/** Keeps the least values in a heap whose root is the largest of them. */
function keepNearest(values: Float64Array, heap: Float64Array, indices: Int32Array): void {
  heap.fill(Infinity);
  const size = heap.length;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value >= heap[0]!) continue;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= size) break;
      if (child + 1 < size && heap[child + 1]! > heap[child]!) child++;
      if (heap[child]! <= value) break;
      heap[place] = heap[child]!;
      indices[place] = indices[child]!;
      place = child;
    }
    heap[place] = value;
    indices[place] = i;
  }
}
