import * as ort from 'onnxruntime-node';
import type { FloatArray } from '../../src/core/floatArray';
import { encodeModel } from '../../src/core/graph/onnx/encodeModel';
import type { Tensor } from '../../src/core/graph/tensor';

/** Runs a graph on ONNX Runtime's CPU provider; integer inputs are given as Int32Array with their shape. */
export async function runGraph(
  outputs: Record<string, Tensor>,
  inputs: Record<string, FloatArray | { shape: readonly number[]; data: Int32Array }> = {},
): Promise<Record<string, number[]>> {
  const session = await ort.InferenceSession.create(encodeModel(outputs), { executionProviders: ['cpu'] });
  const feeds = Object.fromEntries(
    session.inputNames.map((name) => {
      const { data, shape } = inputs[name]!;
      return [name, new ort.Tensor(typeOf(data), data as Float32Array, [...shape])];
    }),
  );
  const results = await session.run(feeds);
  await session.release();
  return Object.fromEntries(
    Object.entries(results).map(([name, { data }]) => [name, Array.from(data as Float64Array, Number)]),
  );
}

function typeOf(data: Float32Array | Float64Array | Int32Array) {
  if (data instanceof Int32Array) return 'int32';
  return data instanceof Float64Array ? 'float64' : 'float32';
}
