import { describe, expect, it } from 'vitest';
import { Graph } from '../../../src/core/graph/graph';
import { values } from '../../support/finiteDifferences';
import { runGraph } from '../../support/runGraph';

const matrix = (...rows: number[][]) => ({
  shape: [rows.length, rows[0]!.length],
  data: Float32Array.from(rows.flat()),
});

describe('operations on ONNX Runtime', () => {
  it('topKRelu keeps the largest of each row where they are positive, of equal values the earlier', async () => {
    const graph = new Graph('float32');
    const kept = graph.input('x', [4, 4]).topKRelu(2);
    const x = matrix([1, 4, 3, 2], [5, 5, 5, 5], [-1, -4, -3, -2], [-1, -4, 3, -2]);
    const expected = matrix([0, 4, 3, 0], [5, 5, 0, 0], [0, 0, 0, 0], [0, 0, 3, 0]);
    expect((await runGraph({ kept }, { x })).kept).toEqual([...expected.data]);
  });

  it('a factor in a float64 product is not rounded to float32', async () => {
    const graph = new Graph('float64');
    const product = graph
      .constant([1], [1, 1])
      .mul(0.1)
      .matMul(graph.constant([3], [1, 1]));
    expect((await runGraph({ product })).product![0]).toBeCloseTo(0.3, 15);
  });

  it('sums of squares over millions of values keep float32 precision', async () => {
    const graph = new Graph('float32');
    const [rows, columns] = [2000, 1500];
    const sum = graph.input('x', [rows, columns]).sumOfSquares();
    const data = Float32Array.from(values([rows, columns], -0.3, 0.7).data);
    const result = await runGraph({ sum }, { x: { shape: [rows, columns], data } });
    const exact = data.reduce((total, value) => total + value * value, 0);
    expect(Math.abs(result.sum![0]! / exact - 1)).toBeLessThan(1e-6);
  });
});
