import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reachedLimit, trialsWithoutImprovement } from '../../../src/core/sweep/limits';
import { earlyObjective, minimised } from '../../../src/core/sweep/objectives';
import { dominates, frontsOf, paretoFront } from '../../../src/core/sweep/pareto';

describe('objectives', () => {
  it('are all made smaller-is-better', () => {
    const values = { loss: 0.1, spliced_accuracy: 0.9 };
    expect(minimised(values, ['spliced_accuracy', 'loss'])).toEqual([-0.9, 0.1]);
  });

  it.each([{ loss: 0.1 }, { loss: 0.1, density: null }, { loss: 0.1, density: Infinity }])(
    'are none in %j',
    (values) => {
      expect(minimised(values, ['loss', 'density'])).toBeNull();
    },
  );

  it('that only a trained SAE has are not compared early', () => {
    expect(earlyObjective(['coverage', 'density'])).toBe('density');
    expect(earlyObjective(['spliced_accuracy'])).toBe('loss');
  });
});

describe('fronts', () => {
  const points = [
    [1, 5],
    [2, 2],
    [5, 1],
    [2, 3],
    [3, 3],
    [2, 2],
  ];

  it('are of those that nothing is better than, then of those that only these are', () => {
    expect(paretoFront(points)).toEqual([0, 1, 2, 5]);
    expect(frontsOf(points)).toEqual([0, 0, 0, 1, 2, 0]);
  });

  it('of one objective are its smallest values', () => {
    expect(paretoFront([[3], [1], [2], [1]])).toEqual([1, 3]);
  });

  it('have no dominated point, and a better one for every point outside', () => {
    const arbitrary = fc.array(fc.tuple(fc.nat(8), fc.nat(8), fc.nat(8)), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(arbitrary, (cloud) => {
        const front = paretoFront(cloud).map((i) => cloud[i]!);
        for (const point of cloud) {
          const isBeaten = cloud.some((other) => dominates(other, point));
          expect(front.includes(point)).toBe(!isBeaten);
          if (isBeaten) expect(front.some((other) => dominates(other, point))).toBe(true);
        }
        expect(frontsOf(cloud).flatMap((front_, i) => (front_ === 0 ? [i] : []))).toEqual(paretoFront(cloud));
      }),
    );
  });
});

describe('limits', () => {
  const none = { trials: null, minutes: null, patience: null };
  const finished = [[3], [1], null, [2], [1]];

  it('are none where none is set', () => {
    expect(reachedLimit(none, 1000, 1e6, finished)).toBeUndefined();
  });

  it.each([
    ['trials', { trials: 5 }],
    ['minutes', { minutes: 9.5 }],
    ['patience', { patience: 3 }],
  ] as const)('of %s end a sweep when reached', (name, limit) => {
    expect(reachedLimit({ ...none, ...limit }, 5, 9.5, finished)).toBe(name);
    expect(reachedLimit({ ...none, ...limit }, 4, 9.4, finished.slice(0, 4))).toBeUndefined();
  });

  it('count trials that came to nothing new, on a front, too', () => {
    expect(trialsWithoutImprovement([])).toBe(0);
    expect(trialsWithoutImprovement([null, null])).toBe(2);
    expect(
      trialsWithoutImprovement([
        [1, 5],
        [5, 1],
        [5, 5],
      ]),
    ).toBe(1);
    expect(
      trialsWithoutImprovement([
        [1, 5],
        [5, 5],
        [5, 1],
      ]),
    ).toBe(0);
  });
});
