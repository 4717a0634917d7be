import { join } from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Precision } from '../../../src/core/config/saeConfig';
import { UserError } from '../../../src/core/errors';
import { Graph } from '../../../src/core/graph/graph';
import { encodeModel } from '../../../src/core/graph/onnx/encodeModel';
import { precisionError } from '../../../src/runtime/precisionError';
import { createSession } from '../../../src/runtime/provider';
import { readProfiles } from '../../../src/runtime/providers/profile';
import { arrayOf, tensorOf } from '../../../src/runtime/tensors';
import { expectRelativelyClose } from '../../support/closeness';
import { FIXTURES } from '../../support/json';
import { swiftShader } from '../../support/swiftShader.mjs';
import { temporaryFolder } from '../../support/temporaryFolder';
import { openTestRun } from '../../support/temporaryRuns';
import { inPrecision, trainInChunks, trainInForm } from '../runtime/formTraining';
import { expectWhatPyTorchTrains } from '../training/fixtureTraining';

const driver = swiftShader();
const [isMissing, why] = 'reason' in driver ? [true, ` (${driver.reason})`] : [false, ''];

/** Little work, since this device takes a thousand times as long as a GPU. */
const TINY = { model: join(FIXTURES, 'tiny.pth'), operations: { add: 34, sub: 66 }, encoding_dim: 12, batch_size: 4 };
const LATER_LAYER = {
  model: 'mix_d6_l3_h4_t60K_s100003',
  layer_num: 1,
  positions: 'P9-P12',
  encoding_dim: 24,
  batch_size: 2,
};

describe.skipIf(isMissing)(`WebGPU on SwiftShader${why}`, () => {
  // While a session is there, the runtime keeps what it has compiled for others.
  let keeper: InferenceSession;
  beforeAll(async () => {
    keeper = await createSession(encodeModel({ one: new Graph('float32').constant(1) }), 'webgpu');
  });
  afterAll(() => keeper.release());

  it.each(['notebook', 'default_topk'])('trains %s as PyTorch does, all on the device', async (name) => {
    const folder = await temporaryFolder();
    const options = { profile: join(folder, 'profile') };
    await expectWhatPyTorchTrains(name, { floatType: 'float32', provider: 'webgpu', tolerance: 1e-4, options });
    const profiles = await readProfiles(folder);
    expect(profiles.length).toBeGreaterThan(0);
    for (const { calls, onCpu, copies } of profiles) {
      expect(calls).toBeGreaterThan(0);
      expect([...onCpu]).toEqual([]);
      expect(copies).toBe(0);
    }
  });

  it('takes the logarithm of 0 as the CPU does: a penalty that is full stays so', async () => {
    const graph = new Graph('float32');
    const logarithm = graph.input('x', [3]).log();
    const outputs = { logarithm, capped: logarithm.neg().sum().clamp({ max: 100 }) };
    const session = await createSession(encodeModel(outputs), 'webgpu');
    const x = tensorOf({ shape: [3], data: Float32Array.of(0, 1, Math.E) }, 'float32');
    const { logarithm: found, capped } = await session.run({ x });
    await session.release();
    expect([...arrayOf(found!).data]).toEqual([-Infinity, 0, expect.closeTo(1, 6)]);
    expect([...arrayOf(capped!).data]).toEqual([100]);
  });

  it.each([
    ['kl', { architecture: 'kl' }],
    ['topk', { architecture: 'topk', k: 4 }],
  ])('trains %s on a later layer as the CPU does, several steps in a graph', async (_, keys) => {
    const { inputs } = await openTestRun({ ...LATER_LAYER, ...keys });
    const expected = await trainInChunks(inputs, 'cpu', [6]);
    const found = await trainInForm(inputs, 6, { steps: 3, packed: true, provider: 'webgpu' });
    expectRelativelyClose(found.losses, expected.losses, 1e-4, 'loss');
    for (const [name, { data }] of Object.entries(expected.state)) {
      expectRelativelyClose(found.state[name]!.data, data, 1e-3, name);
    }
  });

  it('hands the state on from one form of the graph to another', async () => {
    const { inputs } = await openTestRun({ ...TINY, architecture: 'kl' });
    // The first calls make single steps; then sixteen are made at once, and one more.
    const chunks = [1, 1, 1, 1, 17];
    const expected = await trainInChunks(inputs, 'cpu', chunks);
    const found = await trainInChunks(inputs, 'webgpu', chunks);
    expectRelativelyClose(found.losses, expected.losses, 1e-4, 'loss');
    expectRelativelyClose(found.state.W_enc!.data, expected.state.W_enc!.data, 1e-3, 'W_enc');
  });

  it('differs from the CPU by rounding, and says by how much', async () => {
    const { inputs } = await openTestRun({ ...TINY, architecture: 'kl' });
    const { loss, gradient } = await precisionError(inputs, 'webgpu');
    for (const difference of [loss!, gradient!]) {
      expect(difference).toBeGreaterThan(0);
      expect(difference).toBeLessThan(1e-5);
    }
  });

  it.each<[Precision, RegExp]>([
    ['float16', /this GPU, or its driver, cannot compute in float16/],
    ['tf32', /provider "webgpu" cannot compute products in tf32; ask for provider "cuda"/],
  ])('refuses precision %s, which this device does not have', async (precision, message) => {
    const { inputs } = await openTestRun({ ...TINY, architecture: 'kl' });
    const error = await trainInChunks(inPrecision(inputs, precision), 'webgpu', [1]).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(message);
  });
});
