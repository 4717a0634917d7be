import { describe, expect, it } from 'vitest';
import { stackArrays, stackedShape, unstackArray } from '../../../src/core/training/stacking';

const array = (shape: number[], ...data: number[]) => ({ shape, data: Float32Array.from(data) });

describe('the arrays of several SAEs', () => {
  it('are stacked, matrices as they are and vectors as rows', () => {
    expect(stackedShape([3, 5], 4)).toEqual([4, 3, 5]);
    expect(stackedShape([5], 4)).toEqual([4, 1, 5]);
  });

  it('are filled up with zeros at the end of each axis', () => {
    const matrices = [array([2, 3], 1, 2, 3, 4, 5, 6), array([2, 1], 7, 8), array([1, 2], 9, 10)];
    expect(stackArrays(matrices, [3, 2, 3])).toEqual({
      shape: [3, 2, 3],
      data: Float32Array.from([1, 2, 3, 4, 5, 6, 7, 0, 0, 8, 0, 0, 9, 10, 0, 0, 0, 0]),
    });
  });

  it('are found again', () => {
    const vectors = [array([2], 1, 2), array([4], 3, 4, 5, 6)];
    const stacked = stackArrays(vectors, stackedShape([4], 2));
    expect(vectors.map(({ shape }, member) => unstackArray(stacked, member, shape))).toEqual(vectors);
    const matrices = [array([3, 1], 1, 2, 3), array([1, 2], 4, 5)];
    const both = stackArrays(matrices, [2, 3, 2]);
    expect(matrices.map(({ shape }, member) => unstackArray(both, member, shape))).toEqual(matrices);
  });

  it('stay in double precision where one is', () => {
    const double = { shape: [2], data: Float64Array.of(0.1, 0.2) };
    expect(stackArrays([array([2], 1, 2), double], [2, 1, 2]).data).toBeInstanceOf(Float64Array);
  });
});
