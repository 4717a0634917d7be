import { describe, expect, it } from 'vitest';
import { gradients } from '../../../src/core/graph/autodiff';
import { Graph } from '../../../src/core/graph/graph';
import { scatterAdd } from '../../../src/core/graph/operations/indexing';
import { concat, split } from '../../../src/core/graph/operations/joining';
import type { Tensor } from '../../../src/core/graph/tensor';
import { expectGradients, values } from '../../support/finiteDifferences';
import { runGraph } from '../../support/runGraph';

const a = values([3, 4], -2, 2, 1);
const b = values([3, 4], 0.5, 2, 2);
const row = values([4], -1, 1, 3);
const column = values([3, 1], -1, 1, 4);
const scalar = values([], 0.5, 2, 5);

const cases: [string, Record<string, typeof a>, (t: Record<string, Tensor>, graph: Graph) => Tensor][] = [
  ['Add', { a, b }, (t) => t.a!.add(t.b!)],
  ['Add of a row', { a, row }, (t) => t.a!.add(t.row!)],
  ['Add of a scalar', { a, scalar }, (t) => t.scalar!.add(t.a!)],
  ['Sub of a column', { a, column }, (t) => t.a!.sub(t.column!)],
  ['Sub from a row', { a, row }, (t) => t.row!.sub(t.a!)],
  ['Mul', { a, b }, (t) => t.a!.mul(t.b!)],
  ['Mul by itself', { a }, (t) => t.a!.mul(t.a!)],
  ['Mul of a row and a column', { row, column }, (t) => t.row!.mul(t.column!)],
  ['Mul by constants', { a }, (t) => t.a!.mul(3).mul(t.a!.mul(-0.5))],
  ['Div', { a, b }, (t) => t.a!.div(t.b!)],
  ['Div by a scalar', { a, scalar }, (t) => t.a!.div(t.scalar!)],
  ['Relu', { a }, (t) => t.a!.relu()],
  ['Abs', { a }, (t) => t.a!.abs()],
  ['Sign', { a }, (t) => t.a!.sign().mul(t.a!)],
  ['Sqrt', { b }, (t) => t.b!.sqrt()],
  ['Log', { b }, (t) => t.b!.log()],
  ['Exp', { a }, (t) => t.a!.exp()],
  ['Clip', { a }, (t) => t.a!.clamp({ min: -0.7, max: 1.1 })],
  ['Clip from above', { a }, (t) => t.a!.clamp({ max: 0.3 })],
  ['Where', { a, b }, (t) => t.a!.greater(0).where(t.a!.mul(t.b!), t.b!)],
  ['Where with a broadcast branch', { a, row }, (t) => t.a!.lessOrEqual(0.2).where(t.row!, t.a!)],
  ['MatMul', { a, m: values([4, 2], -1, 1, 6) }, (t) => t.a!.matMul(t.m!)],
  ['MatMul of a transpose', { a, b }, (t) => t.a!.transpose().matMul(t.b!)],
  ['MatMul with a transpose', { a, b }, (t) => t.a!.mul(2).matMul(t.b!.transpose().mul(3))],
  ['MatMul of both transposes', { a, m: values([2, 3], -1, 1, 6) }, (t) => t.a!.transpose().matMul(t.m!.transpose())],
  ['MatMul of stacks', { s: values([2, 1, 3, 2], -1, 1, 7), u: values([3, 2, 2], -1, 1, 8) }, (t) => t.s!.matMul(t.u!)],
  [
    'MatMul of a stack with a matrix',
    { s: values([2, 3, 2], -1, 1, 7), m: values([2, 2], -1, 1, 9) },
    (t) => t.s!.matMul(t.m!),
  ],
  ['ReduceSum of rows', { a }, (t) => t.a!.mul(2).sum([1])],
  ['ReduceSum of a product', { a, b }, (t) => t.a!.matMul(t.b!.mul(2).transpose()).sum([0]).mul(t.a!.sum())],
  ['ReduceSum of a product, kept', { a, b }, (t) => t.a!.matMul(t.b!.transpose()).sum([0], true)],
  ['ReduceSum kept', { a }, (t) => t.a!.sum([0], true).mul(t.a!)],
  ['mean', { a }, (t) => t.a!.mean([-1]).mul(t.a!.mean())],
  ['ReduceSumSquare', { a }, (t) => t.a!.sumOfSquares()],
  ['ReduceSumSquare of a vector', { row }, (t) => t.row!.sumOfSquares()],
  ['ReduceSumSquare of each row', { a }, (t) => t.a!.sumOfSquares(1)],
  ['ReduceSumSquare of each matrix', { s: values([2, 3, 2], -1, 1, 7) }, (t) => t.s!.sumOfSquares(1)],
  ['Reshape', { a }, (t) => t.a!.reshape([2, 6]).mul(t.a!.reshape([2, 6]))],
  ['Transpose', { s: values([2, 3, 2], -1, 1, 7) }, (t) => t.s!.transpose([2, 0, 1])],
  ['Expand', { row }, (t) => t.row!.expand([2, 3, 4])],
  ['Gather of rows', { a }, (t, g) => t.a!.gather(g.constant([2, 0, 2, 1], [2, 2], 'int64'))],
  ['Gather of columns', { a }, (t, g) => t.a!.gather(g.constant([3, 3, 0], [3], 'int64'), 1)],
  [
    'Gather from the middle',
    { s: values([2, 3, 2], -1, 1, 7) },
    (t, g) => t.s!.gather(g.constant([2, 0, 0, 1], [2, 2], 'int64'), 1),
  ],
  ['ScatterND', { a }, (t, g) => scatterAdd([g.constant([1, 1, 0], [3], 'int64'), t.a!], { shape: [2, 4] })],
  ['TopK', { a }, (t) => t.a!.topKRelu(2)],
  ['Concat', { row, other: values([3], -1, 1, 11) }, (t) => concat([t.row!, t.other!, t.row!])],
  [
    'Split',
    { v: values([6], -1, 1, 11) },
    (t) => {
      const [first, second, third] = split(t.v!, [1, 3, 2]);
      return concat([third!, second!.mul(second!), first!]);
    },
  ],
  ['Softmax', { a }, (t) => t.a!.softmax()],
  [
    'LayerNormalization',
    { a, weight: values([4], 0.5, 1.5, 10), bias: row },
    (t) => t.a!.layerNormalization(t.weight!, t.bias!, 1e-5),
  ],
  ['a chain that uses one tensor three times', { a, row }, (t) => t.a!.mul(t.row!).add(t.a!.relu()).mul(t.a!)],
];

describe('gradients against central differences, in float64', () => {
  it.each(cases)('%s', async (_, inputs, build) => {
    await expectGradients(inputs, build);
  });
});

describe('gradients', () => {
  it('are zero for a tensor that does not take part', async () => {
    const graph = new Graph('float64');
    const [x, y] = [graph.input('x', [2]), graph.input('y', [3])];
    const [dY] = gradients(x.sum(), [y]);
    expect(await runGraph({ dY: dY! })).toEqual({ dY: [0, 0, 0] });
  });

  it('of a masked infinity are 0, not NaN', async () => {
    const graph = new Graph('float64');
    const x = graph.input('x', [2]);
    const [dX] = gradients(x.relu().sqrt().sum(), [x]);
    const { dX: result } = await runGraph({ dX: dX! }, { x: { shape: [2], data: Float64Array.of(-1, 4) } });
    expect(result).toEqual([0, 0.25]);
  });

  it('refuse what is no scalar', () => {
    const x = new Graph('float32').input('x', [2]);
    expect(() => gradients(x, [x])).toThrow(/not of a tensor \[2\]/);
  });
});
