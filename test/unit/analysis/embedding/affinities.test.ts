import { describe, expect, it } from 'vitest';
import { affinities, type Affinities } from '../../../../src/core/analysis/embedding/affinities';
import { nearestNeighbours } from '../../../../src/core/analysis/embedding/nearestNeighbours';
import { Distances } from '../../../../src/core/analysis/embedding/points';
import { expectRelativelyClose } from '../../../support/closeness';
import { EXPECTED, POINTS, pointsOf, resultOf } from './fixture';

const near = (each: number, points = POINTS) => resultOf(nearestNeighbours(new Distances(points), each));

function dense({ starts, columns, values }: Affinities): Float64Array {
  const count = starts.length - 1;
  const out = new Float64Array(count * count);
  for (let row = 0; row < count; row++) {
    for (let i = starts[row]!; i < starts[row + 1]!; i++) out[row * count + columns[i]!] = values[i]!;
  }
  return out;
}

describe('affinities', () => {
  // scikit-learn works them out in float32.
  it('are those of scikit-learn among nearest neighbours', () => {
    const found = dense(affinities(near(EXPECTED.each), EXPECTED.perplexity));
    expectRelativelyClose(found, EXPECTED.affinities, 1e-4);
  });

  it('are those of scikit-learn among all points', () => {
    const found = dense(affinities(near(EXPECTED.count - 1), EXPECTED.perplexity));
    expectRelativelyClose(found, EXPECTED.affinitiesOfAll, 1e-4);
  });

  it('do not depend on the unit of length', () => {
    const of = (unit: number) =>
      dense(
        affinities(
          near(
            20,
            pointsOf(
              EXPECTED.points.map((value) => unit * value),
              6,
            ),
          ),
          6,
        ),
      );
    for (const unit of [1e-9, 1e9]) expectRelativelyClose(of(unit), of(1), 1e-4);
  });

  it('are even among neighbours that are all the same, whatever the perplexity', () => {
    const found = affinities(near(9, pointsOf(Array<number>(40).fill(1), 1)), 3);
    expect(found.values.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(found.values.every((value) => value > 0)).toBe(true);
  });
});

describe('nearestNeighbours', () => {
  it('finds those that sorting finds, nearest or not', () => {
    const each = 7;
    const { indices, distances } = near(each);
    for (let point = 0; point < POINTS.count; point++) {
      const all = Array.from({ length: POINTS.count }, (_, other) => {
        let squared = 0;
        for (let i = 0; i < 6; i++) squared += (POINTS.values[point * 6 + i]! - POINTS.values[other * 6 + i]!) ** 2;
        return { other, squared };
      })
        .filter(({ other }) => other !== point)
        .sort((a, b) => a.squared - b.squared)
        .slice(0, each);
      const own = [...indices.subarray(point * each, (point + 1) * each)].sort((a, b) => a - b);
      expect(own).toEqual(all.map(({ other }) => other).sort((a, b) => a - b));
      expect(Math.max(...distances.subarray(point * each, (point + 1) * each))).toBeCloseTo(all.at(-1)!.squared, 10);
    }
  });

  it('are at no distance where points are equal', () => {
    const { distances } = near(
      3,
      pointsOf(
        Array.from({ length: 12 }, (_, i) => (i % 3) + 0.1),
        3,
      ),
    );
    expect([...new Set(distances)]).toEqual([0]);
  });
});
