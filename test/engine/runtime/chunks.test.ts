import { expect, it } from 'vitest';
import { tokensNeeded } from '../../../src/core/transformer/activationRows';
import { readTokens } from '../../../src/runtime/batches';
import { createTrainer } from '../../../src/runtime/createTrainer';
import { openTestRun } from '../../support/temporaryRuns';

const STEPS = 12;

it.each([
  ['kl', { architecture: 'kl' }],
  ['topk', { architecture: 'topk', k: 4 }],
])('how many steps a call makes changes not one bit of %s', async (_, keys) => {
  const run = await openTestRun({
    ...keys,
    model: 'mix_d6_l3_h4_t60K_s100003',
    layer_num: 1,
    positions: 'P9-P12',
    encoding_dim: 24,
    batch_size: 8,
  });
  const { inputs } = run;
  const shape = { batchSize: 8, digits: 6, positions: tokensNeeded(inputs.site) };
  const trained = async (chunks: readonly number[]) => {
    const { session } = await createTrainer(inputs, 'cpu', 'float32');
    const reports = [];
    let step = 0;
    for (const steps of chunks) {
      const tokens = readTokens(inputs.batches, 1, step, steps, shape);
      reports.push(...(await session.steps(tokens, steps, step + 1, 1e-3)));
      step += steps;
    }
    const { state } = session;
    await session.release();
    return { state, losses: reports.map(({ loss }) => loss) };
  };
  const atOnce = await trained([STEPS]);
  expect(await trained(Array.from({ length: STEPS }, () => 1))).toEqual(atOnce);
  expect(await trained([5, 1, 6])).toEqual(atOnce);
  expect(new Set(atOnce.losses).size).toBe(STEPS);
});
