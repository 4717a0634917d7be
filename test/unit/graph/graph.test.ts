import { describe, expect, it } from 'vitest';
import { gradients } from '../../../src/core/graph/autodiff';
import { ancestors } from '../../../src/core/graph/ancestors';
import { Graph } from '../../../src/core/graph/graph';
import type { Tensor } from '../../../src/core/graph/tensor';

const operations = (...roots: Tensor[]) =>
  ancestors(roots).flatMap(({ origin }) => (origin.kind === 'operation' ? [origin.operation.name] : []));

describe('a graph', () => {
  it('makes equal nodes once', () => {
    const graph = new Graph('float32');
    const [x, y] = [graph.input('x', [2, 3]), graph.input('y', [3])];
    expect(x.mul(y).add(1)).toBe(x.mul(y).add(1));
    expect(x.sum([0])).not.toBe(x.sum([1]));
    expect(graph.input('x', [2, 3])).toBe(x);
  });

  it('computes operations on constants as it is built', () => {
    const graph = new Graph('float32');
    const value = graph.constant(3).mul(4).sub(2).div(5).sqrt().add(graph.constant(8).log().neg().exp());
    expect(value.scalar).toBeCloseTo(Math.SQRT2 + 1 / 8, 12);
  });

  it('tells 0 from -0, whose quotients differ', () => {
    const graph = new Graph('float32');
    expect(graph.constant(1).div(-0).scalar).toBe(-Infinity);
    expect(graph.constant(1).div(0).scalar).toBe(Infinity);
  });

  it('leaves out what changes nothing', () => {
    const x = new Graph('float32').input('x', [2, 3]);
    for (const same of [x.add(0), x.sub(0), x.mul(1), x.div(1), x.reshape([2, 3]), x.expand([2, 3]), x.sum([])]) {
      expect(same).toBe(x);
    }
  });

  it('moves factors into the matrix product, and factors and transposes cost no node', () => {
    const graph = new Graph('float32');
    const [a, b] = [graph.input('a', [4, 2]), graph.input('b', [4, 3])];
    expect(operations(a.mul(3).transpose().matMul(b.mul(0.5)))).toEqual(['MatMul']);
    expect(operations(a.mul(3).mul(2).sum())).toEqual(['ReduceSum', 'Mul']);
  });

  it('sums the rows of a product before multiplying', () => {
    const graph = new Graph('float32');
    const [a, b] = [graph.input('a', [40, 20]), graph.input('b', [30, 20])];
    const sum = a.matMul(b.transpose()).sum([0]);
    expect(sum.shape).toEqual([30]);
    const largest = Math.max(...ancestors([sum]).map(({ shape }) => shape.reduce((x, y) => x * y, 1)));
    expect(largest).toBe(40 * 20);
  });

  it('broadcasts instead of expanding', () => {
    const graph = new Graph('float32');
    const [x, row] = [graph.input('x', [2, 3]), graph.input('row', [3])];
    expect(operations(x.add(row.expand([2, 3])))).toEqual(['Add']);
    expect(operations(row.expand([2, 3]).mul(x))).toEqual(['Mul']);
  });

  it('reuses the forward pass in the backward pass', () => {
    const graph = new Graph('float32');
    const x = graph.input('x', [5]);
    const loss = x.exp().sum();
    const [dX] = gradients(loss, [x]);
    expect(operations(loss, dX!).filter((name) => name === 'Exp')).toHaveLength(1);
  });

  it.each<[string, (x: Tensor, graph: Graph) => unknown, RegExp]>([
    ['operands that do not broadcast', (x, g) => x.add(g.input('y', [2])), /\[2,3\] and \[2\] do not broadcast/],
    ['matrices that do not fit', (x) => x.matMul(x), /\[2,3\] and \[2,3\] do not fit \(3 against 2\)/],
    ['a product with a vector', (x, g) => x.matMul(g.input('y', [3])), /not a tensor \[3\]/],
    ['a reshape of another size', (x) => x.reshape([4]), /cannot reshape \[2,3\] to \[4\]/],
    ['an expansion to a smaller shape', (x) => x.expand([1, 3]), /cannot expand/],
    ['an axis that is not there', (x) => x.sum([2]), /axis 2 is outside a tensor of rank 2/],
    ['more of the largest than there are', (x) => x.topKRelu(4), /the 4 largest of 3/],
    ['tensors of two graphs', (x) => x.add(new Graph('float32').input('x', [2, 3])), /two graphs/],
    ['one name for two inputs', (_, g) => g.input('x', [3, 2]), /input x is \[2,3\] already, and cannot be \[3,2\]/],
    ['a constant of too few values', (_, g) => g.constant([1, 2], [3]), /2 values for a constant \[3\]/],
  ])('refuses %s', (_, build, message) => {
    const graph = new Graph('float32');
    expect(() => build(graph.input('x', [2, 3]), graph)).toThrow(message);
  });
});
