import * as ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { Graph } from '../../../src/core/graph/graph';
import { encodeLoop } from '../../../src/core/graph/onnx/encodeLoop';
import { encodeUnrolled } from '../../../src/core/graph/onnx/encodeUnrolled';
import { carriedOutput, COLLECTED, collectedLayout, type LoopBody } from '../../../src/core/graph/onnx/loopBody';

const floats = (values: number[], shape: number[]) => new ort.Tensor('float32', values, shape);

async function run(model: Uint8Array, feeds: Record<string, ort.Tensor>) {
  const session = await ort.InferenceSession.create(model, { executionProviders: ['cpu'] });
  expect([...session.inputNames].sort()).toEqual(Object.keys(feeds).sort());
  const results = await session.run(feeds);
  await session.release();
  return (name: string) => [...(results[name]!.data as Float32Array)];
}

const FORMS: [string, (body: LoopBody) => Uint8Array][] = [
  ['a Loop', encodeLoop],
  ['an unrolled loop', (body) => encodeUnrolled(body, 3)],
];

it.each(FORMS)('%s carries its state, collects its results, and shares weights and invariants', async (_, encode) => {
  const graph = new Graph('float32');
  const [x, state, rate] = [graph.input('x', [2]), graph.input('state', [2]), graph.input('rate', [])];
  const weight = graph.weight('weight', { shape: [2], data: Float32Array.of(10, 20) });
  const next = state.add(x.mul(rate.mul(2))).add(weight);
  const body = {
    scanned: [{ input: x }],
    carried: [{ input: state, next }],
    collected: { sum: next.sum(), before: state, rate },
  };
  const result = await run(encode(body), {
    x: floats([1, 2, 3, 4, 5, 6], [3, 2]),
    state: floats([0, 100], [2]),
    rate: floats([1], []),
  });
  // 0 + 2·1 + 10 = 12, + 2·3 + 10 = 28, + 2·5 + 10 = 48; 100 + 2·2 + 20 = 124, 152, 184
  expect(result(carriedOutput('state'))).toEqual([48, 184]);
  expect([...collectedLayout(body)]).toEqual([
    ['sum', { offset: 0, size: 1 }],
    ['before', { offset: 1, size: 2 }],
    ['rate', { offset: 3, size: 1 }],
  ]);
  expect(result(COLLECTED)).toEqual([136, 0, 100, 1, 180, 12, 124, 1, 232, 28, 152, 1]);
});

it.each(FORMS)('%s takes slices that are computed for all iterations at once', async (_, encode) => {
  const graph = new Graph('float32');
  const [all, slice, state] = [graph.input('all', [3, 2]), graph.input('slice', [2]), graph.input('state', [2])];
  const result = await run(
    encode({
      scanned: [{ input: slice, slices: all.mul(10) }],
      carried: [{ input: state, next: state.add(slice) }],
      collected: { slice },
    }),
    { all: floats([1, 2, 3, 4, 5, 6], [3, 2]), state: floats([0, 1], [2]) },
  );
  expect(result(carriedOutput('state'))).toEqual([90, 121]);
  expect(result(COLLECTED)).toEqual([10, 20, 30, 40, 50, 60]);
});

it.each(FORMS)('%s may carry one value twice, a constant, or what never changes', async (_, encode) => {
  const graph = new Graph('float32');
  const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((name) => graph.input(name, [])) as [never, never, never, never];
  const x = graph.input('x', []);
  const sum = x.add(a);
  const result = await run(
    encode({
      scanned: [{ input: x }],
      carried: [
        { input: a, next: sum },
        { input: b, next: sum },
        { input: c, next: graph.constant(7) },
        { input: d, next: graph.input('fixed', []).mul(2) },
      ],
      collected: { b },
    }),
    {
      x: floats([1, 2, 3], [3]),
      ...Object.fromEntries(['a', 'b', 'c', 'd', 'fixed'].map((n) => [n, floats([5], [])])),
    },
  );
  expect(['a', 'b', 'c', 'd'].map((name) => result(carriedOutput(name))[0])).toEqual([11, 11, 7, 10]);
  expect(result(COLLECTED)).toEqual([5, 6, 8]);
});
