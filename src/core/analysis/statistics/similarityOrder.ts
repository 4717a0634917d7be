/** Multiplications and additions that correlations may take; of fewer values where neurons are many. */
const OPERATIONS = 2 ** 32;
const MOST_VALUES = 4096;
/** Neurons that are ordered together: their distances take n² / 2 floats. */
const MOST_TOGETHER = 8192;

/** Activations of neurons on a sample of rows; [neurons, rows]. */
interface ActivationSample {
  readonly neurons: number;
  readonly rows: number;
  readonly values: Float32Array;
}

/**
 * The neurons in an order that has those beside each other whose activations correlate: the leaves of an average-linkage
 * clustering, each two branches turned so that their most similar ends meet. Neurons that never change come last.
 *
 * @param together how many neurons are clustered together: of more, those that are beside each other along the first
 *   principal component
 * @returns [neurons]
 */
export function similarityOrder(sample: ActivationSample, together = MOST_TOGETHER): Int32Array {
  const { vectors, values, varying, constant } = standardised(sample);
  const blocks = varying.length <= together ? [varying] : blocksAlongComponent(vectors, values, varying, together);
  const ordered = blocks.flatMap((members) => leafOrder(vectors, values, members));
  return Int32Array.from([...ordered, ...constant]);
}

interface Standardised {
  /** By neuron, of mean 0 and length 1; [neurons, values]. */
  readonly vectors: Float32Array;
  readonly values: number;
  readonly varying: readonly number[];
  readonly constant: readonly number[];
}

/** Evenly spread rows of the sample. */
function standardised({ neurons, rows, values: all }: ActivationSample): Standardised {
  const together = Math.min(neurons, MOST_TOGETHER);
  const values = Math.min(rows, MOST_VALUES, Math.max(64, Math.floor((2 * OPERATIONS) / (together * neurons))));
  const vectors = new Float32Array(neurons * values);
  const [varying, constant]: [number[], number[]] = [[], []];
  for (let neuron = 0; neuron < neurons; neuron++) {
    const own = vectors.subarray(neuron * values, (neuron + 1) * values);
    let sum = 0;
    for (let i = 0; i < values; i++) sum += own[i] = all[neuron * rows + Math.floor((i * rows) / values)]!;
    let squares = 0;
    for (let i = 0; i < values; i++) squares += (own[i] = own[i]! - sum / values) ** 2;
    const norm = Math.sqrt(squares);
    for (let i = 0; i < values; i++) own[i] = norm > 0 ? own[i]! / norm : 0;
    (norm > 0 ? varying : constant).push(neuron);
  }
  return { vectors, values, varying, constant };
}

function correlation(vectors: Float32Array, values: number, a: number, b: number): number {
  let sum = 0;
  for (let i = a * values, j = b * values; i < (a + 1) * values; i++, j++) sum += vectors[i]! * vectors[j]!;
  return sum;
}

/** Neurons by their share of the first principal component, which the power method finds, in blocks. */
function blocksAlongComponent(
  vectors: Float32Array,
  values: number,
  members: readonly number[],
  size: number,
): number[][] {
  let component = Float64Array.from({ length: values }, (_, i) => vectors[members[0]! * values + i]!);
  const along = (neuron: number) => component.reduce((sum, own, i) => sum + own * vectors[neuron * values + i]!, 0);
  for (let round = 0; round < 20; round++) {
    const next = new Float64Array(values);
    for (const neuron of members) {
      const share = along(neuron);
      for (let i = 0; i < values; i++) next[i]! += share * vectors[neuron * values + i]!;
    }
    const norm = Math.hypot(...next);
    component = next.map((own) => own / norm);
  }
  const shares = new Map(members.map((neuron) => [neuron, along(neuron)]));
  const sorted = [...members].sort((a, b) => shares.get(a)! - shares.get(b)!);
  return Array.from({ length: Math.ceil(sorted.length / size) }, (_, block) =>
    sorted.slice(block * size, (block + 1) * size),
  );
}

/**
 * Leaves of the average-linkage tree, by chains of nearest neighbours: any two clusters that are each other's nearest are
 * merged, which gives the tree of the usual order in time n² (Murtagh 1983).
 */
function leafOrder(vectors: Float32Array, values: number, members: readonly number[]): number[] {
  const count = members.length;
  if (count === 0) return [];
  const distances = new Distances(count, (a, b) => 1 - correlation(vectors, values, members[a]!, members[b]!));
  const leaves = members.map((neuron) => [neuron]);
  const isMerged = new Uint8Array(count);
  const chain: number[] = [];
  for (let merges = 0, first = 0; merges < count - 1;) {
    if (chain.length === 0) {
      while (isMerged[first] === 1) first++;
      chain.push(first);
    }
    const last = chain.at(-1)!;
    const nearest = distances.nearest(last, isMerged, chain.at(-2));
    if (nearest !== chain.at(-2)) {
      chain.push(nearest);
      continue;
    }
    chain.length -= 2;
    const sizes = [leaves[last]!.length, leaves[nearest]!.length] as const;
    distances.merge(nearest, last, sizes, isMerged);
    leaves[nearest] = joined(leaves[nearest]!, leaves[last]!, (a, b) => correlation(vectors, values, a, b));
    isMerged[last] = 1;
    merges++;
  }
  return leaves[isMerged.indexOf(0)]!;
}

/** Two orders as one, turned so that the ends that meet are the most similar. */
function joined(a: readonly number[], b: readonly number[], similarity: (a: number, b: number) => number): number[] {
  const turns = [a, a.toReversed()].flatMap((left) => [b, b.toReversed()].map((right) => [left, right] as const));
  const [left, right] = turns.reduce((best, turn) => {
    const meeting = ([one, other]: typeof turn) => similarity(one.at(-1)!, other[0]!);
    return meeting(turn) > meeting(best) ? turn : best;
  });
  return [...left, ...right];
}

/** Distances between clusters, of each pair once. */
class Distances {
  private readonly values: Float32Array;

  constructor(
    private readonly count: number,
    between: (a: number, b: number) => number,
  ) {
    this.values = new Float32Array((count * (count - 1)) / 2);
    for (let a = 1; a < count; a++) for (let b = 0; b < a; b++) this.values[this.place(a, b)] = between(a, b);
  }

  /** The cluster nearest to one; of equally near ones `preferred`. */
  nearest(cluster: number, isMerged: Uint8Array, preferred: number | undefined): number {
    let best = preferred ?? -1;
    let distance = preferred === undefined ? Infinity : this.values[this.place(cluster, preferred)]!;
    for (let other = 0; other < this.count; other++) {
      if (other === cluster || isMerged[other] === 1) continue;
      const own = this.values[this.place(cluster, other)]!;
      if (own < distance) [best, distance] = [other, own];
    }
    return best;
  }

  /** Average linkage: distances to both, weighted by how many they have, become those of `into`. */
  merge(into: number, from: number, [fromSize, intoSize]: readonly [number, number], isMerged: Uint8Array): void {
    for (let other = 0; other < this.count; other++) {
      if (other === into || other === from || isMerged[other] === 1) continue;
      const place = this.place(into, other);
      const sum = intoSize * this.values[place]! + fromSize * this.values[this.place(from, other)]!;
      this.values[place] = sum / (intoSize + fromSize);
    }
  }

  private place(a: number, b: number): number {
    return a > b ? (a * (a - 1)) / 2 + b : (b * (b - 1)) / 2 + a;
  }
}
