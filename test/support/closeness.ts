import { expect } from 'vitest';

/** Expects equal lengths, and differences of at most `tolerance` × the larger of 1 and the largest expected magnitude. */
export function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, tolerance: number, what = ''): void {
  expect(found.length, `${what}: length`).toBe(expected.length);
  const scale = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 1);
  expectWithin(found, expected, tolerance * scale, what);
}

/** Expects differences of at most `tolerance` × the largest expected magnitude, however small that is. */
export function expectRelativelyClose(
  found: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = '',
): void {
  expect(found.length, `${what}: length`).toBe(expected.length);
  const scale = Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0);
  expectWithin(found, expected, tolerance * scale, what);
}

function expectWithin(found: ArrayLike<number>, expected: ArrayLike<number>, limit: number, what: string): void {
  let worst = 0;
  for (let i = 1; i < expected.length; i++) {
    if (!(distance(found[i]!, expected[i]!) <= distance(found[worst]!, expected[worst]!))) worst = i;
  }
  if (expected.length === 0) return;
  const message = `${what}[${worst}]: ${found[worst]} against ${expected[worst]}`;
  expect(distance(found[worst]!, expected[worst]!), message).toBeLessThanOrEqual(limit);
}

function distance(a: number, b: number): number {
  return Object.is(a, b) || a === b ? 0 : Math.abs(a - b);
}
