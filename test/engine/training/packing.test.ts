import { expect, it } from 'vitest';
import { Graph } from '../../../src/core/graph/graph';
import { pack, packArrays, packedShape, unpack, unpackArrays } from '../../../src/core/training/packing';
import { runGraph } from '../../support/runGraph';

const shapes = [[3, 4], [5], [1020, 2], [2]];

/** Arrays of these shapes whose numbers are all different. */
function numbered(of: readonly (readonly number[])[]) {
  let next = 1;
  return of.map((shape) => {
    const length = shape.reduce((a, b) => a * b, 1);
    return { shape, data: Float32Array.from({ length }, () => next++) };
  });
}

it('arrays lie one after another in rows, the last filled up with zeros', () => {
  const packed = packArrays(numbered(shapes));
  expect(packedShape(shapes)).toEqual([3, 1024]);
  expect(packed.shape).toEqual([3, 1024]);
  const sizes = 12 + 5 + 2040 + 2;
  expect([...packed.data]).toEqual(Array.from({ length: 3072 }, (_, i) => (i < sizes ? i + 1 : 0)));
  expect(unpackArrays(packed, shapes)).toEqual(numbered(shapes));
});

it.each([
  ['a last row that is filled up', shapes],
  ['a last row that is full', [[1000], [24]]],
])('graphs pack and unpack as arrays do: %s', async (_, of) => {
  const graph = new Graph('float32');
  const arrays = numbered(of);
  const inputs = of.map((shape, index) => graph.input(`in${index}`, shape));
  const feeds = Object.fromEntries(arrays.map((array, index) => [`in${index}`, array]));
  const { packed } = await runGraph({ packed: pack(inputs) }, feeds);
  expect(packed).toEqual([...packArrays(arrays).data]);
  const parts = unpack(graph.input('packed', packedShape(of)), of);
  const outputs = Object.fromEntries(parts.map((part, index) => [`out${index}`, part]));
  const unpacked = await runGraph(outputs, { packed: packArrays(arrays) });
  expect(Object.values(unpacked)).toEqual(arrays.map(({ data }) => [...data]));
});
