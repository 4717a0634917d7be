import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { Graph } from '../../../src/core/graph/graph';
import { encodeModel } from '../../../src/core/graph/onnx/encodeModel';
import { createSession } from '../../../src/runtime/provider';
import { readProfiles } from '../../../src/runtime/providers/profile';
import { tensorOf } from '../../../src/runtime/tensors';
import { temporaryFolder } from '../../support/temporaryFolder';

it('says what ran on the CPU in each session, in their order', async () => {
  const folder = join(await temporaryFolder(), 'profiles');
  mkdirSync(folder);
  for (const calls of [1, 3]) {
    const graph = new Graph('float32');
    const a = graph.input('a', [2, 2]);
    const model = encodeModel({ result: a.matMul(a).add(a).matMul(a) });
    const session = await createSession(model, 'cpu', { profile: join(folder, 'profile') });
    const input = tensorOf({ shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) }, 'float32');
    for (let call = 0; call < calls; call++) await session.run({ a: input });
    await session.release();
  }
  const [first, second, ...others] = await readProfiles(folder);
  expect(others).toEqual([]);
  expect(first).toMatchObject({ calls: 1, onProvider: 0, launches: 0, copies: 0 });
  expect(second!.calls).toBe(3);
  // The runtime may fuse operations: there are at most as many as were asked for.
  const total = (kinds: ReadonlyMap<string, number>) => [...kinds.values()].reduce((sum, count) => sum + count, 0);
  expect(total(first!.onCpu)).toBeGreaterThan(0);
  expect(total(first!.onCpu)).toBeLessThanOrEqual(3);
  expect(total(second!.onCpu)).toBe(3 * total(first!.onCpu));
});
