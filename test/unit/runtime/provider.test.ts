import * as ort from 'onnxruntime-node';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Graph } from '../../../src/core/graph/graph';
import { encodeModel } from '../../../src/core/graph/onnx/encodeModel';
import { createSession } from '../../../src/runtime/provider';

afterEach(() => {
  vi.restoreAllMocks();
  delete (process.versions as Record<string, string>).electron;
});

/** Computes 2 + 3 in a new session; returns the options that ONNX Runtime was given. */
async function compute() {
  const create = vi.spyOn(ort.InferenceSession, 'create');
  const graph = new Graph('float32');
  const sum = graph.input('a', []).add(graph.constant([3], []));
  const session = await createSession(encodeModel({ sum }), 'cpu');
  const results = await session.run({ a: new ort.Tensor('float32', [2], []) });
  await session.release();
  expect(results.sum!.data).toEqual(Float32Array.of(5));
  const [, options] = create.mock.calls[0] as unknown as [Uint8Array, ort.InferenceSession.SessionOptions];
  return options;
}

describe('a session', () => {
  it('takes its memory from an arena in a real Node, and not in Electron', async () => {
    expect(await compute()).toMatchObject({ executionProviders: ['cpu'], enableCpuMemArena: true });
    vi.restoreAllMocks();
    Object.defineProperty(process.versions, 'electron', { value: '35.6.0', configurable: true });
    expect(await compute()).toMatchObject({ executionProviders: ['cpu'], enableCpuMemArena: false });
  });
});
