import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parametersAt,
  parametersText,
  pointOf,
  searchSpace,
  sizeOf,
  type Dimension,
} from '../../../src/core/sweep/searchSpace';

const rate: Dimension = { key: 'learning_rate', kind: 'range', min: 1e-4, max: 1e-2, scale: 'log', whole: false };
const k: Dimension = { key: 'k', kind: 'range', min: 4, max: 8, scale: 'linear', whole: true };
const neurons: Dimension = { key: 'encoding_dim', kind: 'choice', values: [512, 32, 128] };
const hook: Dimension = { key: 'hook', kind: 'choice', values: ['mlp.hook_post', 'hook_resid_mid'] };
const space = searchSpace([rate, k, neurons, hook]);

describe('a search space', () => {
  it('has its dimensions in the order of their names', () => {
    expect(space.map(({ key }) => key)).toEqual(['encoding_dim', 'hook', 'k', 'learning_rate']);
  });

  it('spans its ranges from end to end, on their scales', () => {
    expect(parametersAt(space, [0, 0, 0, 0])).toEqual({
      encoding_dim: 32,
      hook: 'mlp.hook_post',
      k: 4,
      learning_rate: expect.closeTo(1e-4, 15) as number,
    });
    expect(parametersAt(space, [1, 1, 1, 1])).toMatchObject({ encoding_dim: 512, hook: 'hook_resid_mid', k: 8 });
    expect(parametersAt([rate], [1]).learning_rate).toBeCloseTo(1e-2, 15);
    expect(parametersAt([rate], [0.5]).learning_rate).toBeCloseTo(1e-3, 12);
  });

  it.each([k, { ...k, min: 1, max: 3, scale: 'log' } as const])(
    'gives whole numbers their share of %j',
    (dimension) => {
      const parts = 10_000;
      const values = Array.from(
        { length: parts },
        (_, i) => parametersAt([dimension], [(i + 0.5) / parts]).k as number,
      );
      for (let value = dimension.min; value <= dimension.max; value++) {
        const [low, high] = [value - 0.5, value + 0.5];
        const isLog = dimension.scale === 'log';
        const width = (from: number, to: number) => (isLog ? Math.log(to / from) : to - from);
        const share = width(low, high) / width(dimension.min - 0.5, dimension.max + 0.5);
        expect(values.filter((found) => found === value).length / parts).toBeCloseTo(share, 3);
      }
    },
  );

  it('finds the point that parameters have', () => {
    const coordinates = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(coordinates, (point) => {
        const parameters = parametersAt(space, point);
        const found = pointOf(space, parameters);
        expect(parametersAt(space, found)).toEqual({
          ...parameters,
          learning_rate: expect.closeTo(parameters.learning_rate as number, 12) as number,
        });
        expect(found[3]).toBeCloseTo(point[3]!, 9);
      }),
    );
  });

  it('counts what there is to try', () => {
    expect(sizeOf(searchSpace([k, neurons, hook]))).toBe(5 * 3 * 2);
    expect(sizeOf(space)).toBe(Infinity);
  });

  it('knows the same parameters in another order', () => {
    expect(parametersText({ k: 4, hook: 'a' })).toBe(parametersText({ hook: 'a', k: 4 }));
    expect(parametersText({ k: 4 })).not.toBe(parametersText({ k: 5 }));
  });
});
