import type { RandomStream } from './stream';

/**
 * `count` distinct numbers out of 0 … total - 1 in ascending order, every such set equally likely: selection sampling,
 * algorithm S of Knuth, The Art of Computer Programming, volume 2, section 3.4.2.
 *
 * @throws RangeError where count exceeds total
 */
export function chooseWithoutReplacement(stream: RandomStream, count: number, total: number): Uint32Array {
  if (count > total) throw new RangeError(`Cannot choose ${count} distinct numbers out of ${total}.`);
  const chosen = new Uint32Array(count);
  let found = 0;
  for (let candidate = 0; found < count; candidate++) {
    if (stream.integer(total - candidate) < count - found) chosen[found++] = candidate;
  }
  return chosen;
}

/** 0 … length - 1 in random order, every order equally likely (Fisher and Yates). */
export function permutation(stream: RandomStream, length: number): Uint32Array {
  const order = Uint32Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const other = stream.integer(i + 1);
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  return order;
}
