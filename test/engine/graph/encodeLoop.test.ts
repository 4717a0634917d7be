import * as ort from 'onnxruntime-node';
import { expect, it } from 'vitest';
import { Graph } from '../../../src/core/graph/graph';
import { carriedOutput, encodeLoop } from '../../../src/core/graph/onnx/encodeLoop';

it('a loop carries its state, collects its results, and shares weights and invariants', async () => {
  const graph = new Graph('float32');
  const [x, state, rate] = [graph.input('x', [2]), graph.input('state', [2]), graph.input('rate', [])];
  const weight = graph.weight('weight', { shape: [2], data: Float32Array.of(10, 20) });
  const next = state.add(x.mul(rate)).add(weight);
  const model = encodeLoop({
    scanned: [x],
    carried: [{ input: state, next }],
    collected: { sum: next.sum(), before: state },
  });
  const session = await ort.InferenceSession.create(model, { executionProviders: ['cpu'] });
  expect([...session.inputNames].sort()).toEqual(['rate', 'state', 'x']);

  const floats = (values: number[], shape: number[]) => new ort.Tensor('float32', values, shape);
  const results = await session.run({
    x: floats([1, 2, 3, 4, 5, 6], [3, 2]),
    state: floats([0, 100], [2]),
    rate: floats([2], []),
  });
  // 0 + 2·1 + 10 = 12, + 2·3 + 10 = 28, + 2·5 + 10 = 48; 100 + 2·2 + 20 = 124, 152, 184
  expect([...(results[carriedOutput('state')]!.data as Float32Array)]).toEqual([48, 184]);
  expect([...(results.sum!.data as Float32Array)]).toEqual([136, 180, 232]);
  expect([...(results.before!.data as Float32Array)]).toEqual([0, 100, 12, 124, 28, 152]);
});
