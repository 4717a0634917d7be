import { randomStream } from '../../random/stream';
import type { Points } from './points';
import { symmetricEigen } from './symmetricEigen';

export interface Pca {
  /** The points' first two coordinates; [points, 2]. */
  readonly projected: Float64Array;
  /** Of both, with n - 1 in the denominator as scikit-learn has it. */
  readonly variances: readonly [number, number];
  /** Shares of all variance; 0 where there is none. */
  readonly explained: readonly [number, number];
}

/** Directions that are looked for together, since two whose variances are nearly the same are hard to tell apart. */
const BLOCK = 10;
const MOST_ROUNDS = 500;
/** Change of the first two variances, relative to the first, at which they are found. */
const TOLERANCE = 1e-12;
/** The square of what a mean may be off by, relatively. */
const ROUNDING = 1e-26;
/** Up to here the covariances are worked out once. */
const MOST_COVARIANCES = 1024;

/**
 * The first two principal components, by orthogonal iteration on a block of directions with Rayleigh and Ritz's
 * projection. The sign of a component is that which makes its largest weight positive.
 *
 * @param seed of the directions to begin with, which only matters for the last digits
 */
export function pca(data: Points, seed: number): Pca {
  const { count, dimensions } = data;
  const rows = centred(data);
  const total = sumOfSquares(rows);
  // What is left by rounding alone is no variance.
  const all = total > ROUNDING * sumOfSquares(data.values) ? total / (count - 1) : 0;
  const { directions, variances } =
    all > 0 ? leading(rows, count, dimensions, seed) : { directions: [], variances: [] };
  const projected = new Float64Array(2 * count);
  directions.slice(0, 2).forEach((direction, axis) => {
    const sign = Math.sign(direction.reduce((most, value) => (Math.abs(value) > Math.abs(most) ? value : most), 0));
    for (let row = 0; row < count; row++) {
      let sum = 0;
      for (let i = 0; i < dimensions; i++) sum += rows[row * dimensions + i]! * direction[i]!;
      projected[2 * row + axis] = sign * sum;
    }
  });
  const [first, second] = [Math.max(0, variances[0] ?? 0), Math.max(0, variances[1] ?? 0)];
  return { projected, variances: [first, second], explained: all > 0 ? [first / all, second / all] : [0, 0] };
}

function centred({ count, dimensions, values }: Points): Float64Array {
  const means = new Float64Array(dimensions);
  values.forEach((value, i) => (means[i % dimensions]! += value / count));
  return values.map((value, i) => value - means[i % dimensions]!);
}

function sumOfSquares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}

function leading(rows: Float64Array, count: number, dimensions: number, seed: number) {
  const covariance = covarianceProduct(rows, count, dimensions);
  const stream = randomStream(seed, 'embedding', 1);
  let directions = orthonormal(
    Array.from({ length: Math.min(BLOCK, dimensions) }, () => stream.uniformFloats(dimensions, -1, 1)),
  );
  let variances: readonly number[] = [];
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const products = directions.map(covariance);
    const { values, vectors } = symmetricEigen(directions.map((a) => Float64Array.from(products, (b) => dot(a, b))));
    const change = Math.max(...[0, 1].map((i) => Math.abs((values[i] ?? 0) - (variances[i] ?? 0))));
    variances = values;
    const turned = (block: readonly Float64Array[]) => vectors.map((weights) => combined(block, weights));
    if (change <= TOLERANCE * values[0]!) return { directions: turned(directions), variances };
    directions = orthonormal(turned(products));
  }
  return { directions, variances };
}

/** What multiplies a direction by the points' covariances. */
function covarianceProduct(rows: Float64Array, count: number, dimensions: number) {
  const scale = 1 / (count - 1);
  if (dimensions > MOST_COVARIANCES) {
    return (direction: Float64Array) => {
      const out = new Float64Array(dimensions);
      for (let row = 0; row < count; row++) {
        const own = rows.subarray(row * dimensions, (row + 1) * dimensions);
        const along = scale * dot(own, direction);
        for (let i = 0; i < dimensions; i++) out[i]! += along * own[i]!;
      }
      return out;
    };
  }
  const covariances = Array.from({ length: dimensions }, () => new Float64Array(dimensions));
  for (let row = 0; row < count; row++) {
    const own = rows.subarray(row * dimensions, (row + 1) * dimensions);
    for (let i = 0; i < dimensions; i++) {
      const value = scale * own[i]!;
      const line = covariances[i]!;
      if (value !== 0) for (let j = 0; j < dimensions; j++) line[j]! += value * own[j]!;
    }
  }
  return (direction: Float64Array) => Float64Array.from(covariances, (line) => dot(line, direction));
}

function combined(block: readonly Float64Array[], weights: Float64Array): Float64Array {
  const out = new Float64Array(block[0]!.length);
  block.forEach((vector, k) => {
    for (let i = 0; i < out.length; i++) out[i]! += weights[k]! * vector[i]!;
  });
  return out;
}

/** Gram and Schmidt's, twice over, as once leaves too much; what is no new direction is left out. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const found: Float64Array[] = [];
  for (const vector of vectors) {
    const before = Math.sqrt(dot(vector, vector));
    const rest = vector.slice();
    for (const other of [...found, ...found]) {
      const along = dot(rest, other);
      for (let i = 0; i < rest.length; i++) rest[i]! -= along * other[i]!;
    }
    const norm = Math.sqrt(dot(rest, rest));
    if (norm > 1e-10 * before) found.push(rest.map((value) => value / norm));
  }
  return found;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
