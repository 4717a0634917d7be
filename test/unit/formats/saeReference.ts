import type { SaeWeights } from '../../../src/core/formats/sae/saeWeights';

/** What the SAE computes for one row x [width], by its definition. */
export function encode(sae: SaeWeights, x: readonly number[]): number[] {
  const [width, encodingDim] = sae.W_enc.shape as [number, number];
  const input = sae.architecture === 'topk' ? x.map((value, i) => value - sae.b_dec.data[i]!) : x;
  const pre = Array.from({ length: encodingDim }, (_, j) => {
    let sum = sae.b_enc.data[j]!;
    for (let i = 0; i < width; i++) sum += input[i]! * sae.W_enc.data[i * encodingDim + j]!;
    return sum;
  });
  const smallestKept = sae.architecture === 'topk' ? [...pre].sort((a, b) => b - a)[sae.k - 1]! : -Infinity;
  return pre.map((value) => (value >= smallestKept ? Math.max(value, 0) : 0));
}

export function decode(sae: SaeWeights, features: readonly number[]): number[] {
  const [, width] = sae.W_dec.shape as [number, number];
  return Array.from({ length: width }, (_, i) =>
    features.reduce((sum, feature, j) => sum + feature * sae.W_dec.data[j * width + i]!, sae.b_dec.data[i]!),
  );
}

/** Compares float32 results; both sides have a few hundred terms of size 1 at most. */
export function maxDifference(found: readonly number[], expected: readonly number[]): number {
  if (found.length !== expected.length) return Infinity;
  return Math.max(...found.map((value, i) => Math.abs(value - expected[i]!)));
}
