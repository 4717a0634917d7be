import { describe, expect, it } from 'vitest';
import { affinities } from '../../../../src/core/analysis/embedding/affinities';
import { nearestNeighbours } from '../../../../src/core/analysis/embedding/nearestNeighbours';
import { Distances, type Points } from '../../../../src/core/analysis/embedding/points';
import { trustworthiness } from '../../../../src/core/analysis/embedding/trustworthiness';
import { tsne } from '../../../../src/core/analysis/embedding/tsne';
import { TsneGradient } from '../../../../src/core/analysis/embedding/tsneGradient';
import { randomStream } from '../../../../src/core/random/stream';
import { EXPECTED, POINTS, pointsOf, resultOf } from './fixture';

const OPTIONS = { perplexity: 8, seed: 1 };

/** Points around corners of a simplex, each as many. */
function groups(number: number, each: number): Points {
  const stream = randomStream(1, 'data', 0);
  const rows = Array.from({ length: number * each }, (_, i) =>
    Array.from({ length: number }, (_, k) => (k === i % number ? 10 : 0) + stream.uniform()),
  );
  return pointsOf(rows.flat(), number);
}

describe('tsne', () => {
  it('keeps groups together and apart from each other', () => {
    const { points } = resultOf(tsne(groups(4, 40), OPTIONS));
    const distance = (a: number, b: number) =>
      Math.hypot(points[2 * a]! - points[2 * b]!, points[2 * a + 1]! - points[2 * b + 1]!);
    let [within, between] = [0, Infinity];
    for (let a = 0; a < 160; a++) {
      for (let b = 0; b < a; b++) {
        if (a % 4 === b % 4) within = Math.max(within, distance(a, b));
        else between = Math.min(between, distance(a, b));
      }
    }
    expect(between).toBeGreaterThan(within / 4);
    const nearest = Array.from({ length: 160 }, (_, a) =>
      Array.from({ length: 160 }, (_, b) => b)
        .filter((b) => b !== a)
        .reduce((best, b) => (distance(a, b) < distance(a, best) ? b : best)),
    );
    expect(nearest.every((b, a) => b % 4 === a % 4)).toBe(true);
  });

  it('is as good as that of scikit-learn, by divergence and trustworthiness', () => {
    const { points, klDivergence } = resultOf(tsne(POINTS, OPTIONS));
    const theirs = EXPECTED.layouts.at(-1)!;
    const near = affinities(resultOf(nearestNeighbours(new Distances(POINTS), EXPECTED.each)), EXPECTED.perplexity);
    expect(klDivergence).toBeLessThan(new TsneGradient(near).klDivergence(Float64Array.from(theirs.points)));
    const trust = resultOf(trustworthiness(POINTS, points, EXPECTED.neighbours));
    expect(trust).toBeGreaterThan(theirs.trustworthiness);
  });

  it('follows from its seed alone', () => {
    const run = (seed: number) => resultOf(tsne(POINTS, { ...OPTIONS, seed })).points;
    expect(run(1)).toEqual(run(1));
    expect(run(2)).not.toEqual(run(1));
  });

  it.each<[string, Points]>([
    ['all the same', pointsOf(Array<number>(300).fill(1), 3)],
    [
      'of three kinds',
      pointsOf(
        Array.from({ length: 300 }, (_, i) => i % 3),
        1,
      ),
    ],
    ['two that are the same among others', pointsOf([...POINTS.values, ...POINTS.values.subarray(0, 6)], 6)],
    ['without a coordinate', { count: 100, dimensions: 0, values: new Float64Array(0) }],
  ])('copes with points %s', (_, points) => {
    const found = resultOf(tsne(points, OPTIONS));
    expect(found.points).toHaveLength(2 * points.count);
    expect(found.points.every(Number.isFinite)).toBe(true);
    expect(Number.isFinite(found.klDivergence)).toBe(true);
  });

  it('says how far it is', () => {
    const told = [...tsne(POINTS, OPTIONS)];
    expect(told.every((done, i) => done >= 0 && done <= 1 && done >= (told[i - 1] ?? 0))).toBe(true);
    expect(told.at(-1)).toBeGreaterThan(0.99);
  });
});

describe('TsneGradient', () => {
  const stream = randomStream(2, 'data', 0);
  const layout = stream.uniformFloats(160, -5, 5);
  const near = affinities(resultOf(nearestNeighbours(new Distances(POINTS), 25)), 8);

  it('is the slope of the divergence', () => {
    const found = Float64Array.from(new TsneGradient(near).at(layout, 1));
    for (const i of [0, 1, 50, 99]) {
      const at = (change: number) => exactDivergence(layout.map((value, k) => (k === i ? value + change : value)));
      const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
      expect(Math.abs(found[i]! - slope)).toBeLessThan(0.03 * Math.hypot(...found));
    }
  });

  it('gives the divergence that the sum over all pairs gives', () => {
    expect(new TsneGradient(near).klDivergence(layout)).toBeCloseTo(exactDivergence(layout), 10);
  });

  it('copes with points in one place, and with some very near to each other', () => {
    const heaps = layout.map((value, i) => (i < 80 ? i % 2 : i < 120 ? 1e-13 * value : value));
    expect(new TsneGradient(near).at(heaps, 1).every(Number.isFinite)).toBe(true);
    expect(new TsneGradient(near).klDivergence(heaps)).toBeCloseTo(exactDivergence(heaps), 8);
  });

  function exactDivergence(points: Float64Array): number {
    const q = (a: number, b: number) =>
      1 / (1 + (points[2 * a]! - points[2 * b]!) ** 2 + (points[2 * a + 1]! - points[2 * b + 1]!) ** 2);
    let total = 0;
    for (let a = 0; a < 80; a++) for (let b = 0; b < 80; b++) if (a !== b) total += q(a, b);
    let divergence = 0;
    for (let a = 0; a < 80; a++) {
      for (let i = near.starts[a]!; i < near.starts[a + 1]!; i++) {
        const p = near.values[i]!;
        if (p > 0) divergence += p * Math.log((p * total) / q(a, near.columns[i]!));
      }
    }
    return divergence;
  }
});
