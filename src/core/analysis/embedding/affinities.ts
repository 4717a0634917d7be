import type { Neighbours } from './nearestNeighbours';

/** A symmetric sparse matrix, row after row. */
export interface Affinities {
  /** Where each row begins, and where the last one ends; [points + 1]. */
  readonly starts: Int32Array;
  readonly columns: Int32Array;
  /** They add up to 1. */
  readonly values: Float64Array;
}

const MOST_BISECTIONS = 100;
const ENTROPY_TOLERANCE = 1e-5;

/**
 * How near points are to each other, as t-SNE sees it (van der Maaten and Hinton 2008): the probability of a neighbour
 * under a Gaussian around each point, as wide as gives the distribution the perplexity, then the mean of both directions.
 * Neighbours that are all as near as each other are equally probable, whatever the perplexity.
 */
export function affinities(neighbours: Neighbours, perplexity: number): Affinities {
  return symmetric(neighbours, conditionalProbabilities(neighbours, perplexity));
}

/**
 * The probability of every neighbour; [points, each].
 *
 * @param perplexity 2 to the power of each distribution's entropy in bits
 */
function conditionalProbabilities({ each, distances }: Neighbours, perplexity: number): Float64Array {
  const probabilities = new Float64Array(distances.length);
  const wanted = Math.log(perplexity);
  for (let from = 0; from < distances.length; from += each) {
    bisect(distances.subarray(from, from + each), probabilities.subarray(from, from + each), wanted);
  }
  return probabilities;
}

/** Writes p ∝ exp(-β d) with the β that gives them the entropy. */
function bisect(distances: Float64Array, out: Float64Array, entropy: number): void {
  // Only differences matter; the nearest one's exponential is 1 whatever β is.
  const least = distances.reduce((least, distance) => Math.min(least, distance), Infinity);
  // A first guess of the right size, so that units do not matter.
  let beta = 1 / (distances.reduce((sum, distance) => sum + distance - least, 0) / distances.length || 1);
  let [low, high] = [0, Infinity];
  for (let step = 0; step < MOST_BISECTIONS; step++) {
    let [sum, weighted] = [0, 0];
    for (let i = 0; i < distances.length; i++) {
      const distance = distances[i]! - least;
      const weight = Math.exp(-beta * distance);
      out[i] = weight;
      sum += weight;
      weighted += distance * weight;
    }
    for (let i = 0; i < out.length; i++) out[i]! /= sum;
    const found = Math.log(sum) + (beta * weighted) / sum;
    if (Math.abs(found - entropy) < ENTROPY_TOLERANCE) return;
    if (found > entropy) [low, beta] = [beta, high === Infinity ? 2 * beta : (beta + high) / 2];
    else [high, beta] = [beta, (beta + low) / 2];
    // Beyond what a float can tell apart: more equally near neighbours than the perplexity asks for.
    if (!Number.isFinite(beta) || beta === low) return;
  }
}

/** (p(j|i) + p(i|j)) / 2n, of all pairs of which either is among the other's neighbours. */
function symmetric({ each, indices }: Neighbours, conditional: Float64Array): Affinities {
  const count = indices.length / each;
  const incoming = incomingEdges(indices, count);
  const starts = new Int32Array(count + 1);
  const columns = new Int32Array(2 * indices.length);
  const values = new Float64Array(2 * indices.length);
  /** Where a point stands in the present row, if it does. */
  const places = new Int32Array(count).fill(-1);
  let end = 0;
  for (let row = 0; row < count; row++) {
    const start = end;
    const add = (other: number, edge: number) => {
      if (places[other]! < start) {
        places[other] = end;
        columns[end++] = other;
      }
      values[places[other]!]! += conditional[edge]! / (2 * count);
    };
    for (let edge = row * each; edge < (row + 1) * each; edge++) add(indices[edge]!, edge);
    for (let i = incoming.starts[row]!; i < incoming.starts[row + 1]!; i++) {
      const edge = incoming.edges[i]!;
      add(Math.floor(edge / each), edge);
    }
    starts[row + 1] = end;
  }
  return { starts, columns: columns.slice(0, end), values: values.slice(0, end) };
}

/** The edges that lead to each point. */
function incomingEdges(indices: Int32Array, count: number): { starts: Int32Array; edges: Int32Array } {
  const starts = new Int32Array(count + 1);
  for (const to of indices) starts[to + 1]!++;
  for (let point = 0; point < count; point++) starts[point + 1]! += starts[point]!;
  const edges = new Int32Array(indices.length);
  const next = starts.slice();
  indices.forEach((to, edge) => (edges[next[to]!++] = edge));
  return { starts, edges };
}
