import { describe, expect, it } from 'vitest';
import { expectRelativelyClose } from '../../support/closeness';
import { openTestRun } from '../../support/temporaryRuns';
import { trainInChunks, trainInForm } from './formTraining';

const STEPS = 12;
const KEYS = {
  model: 'mix_d6_l3_h4_t60K_s100003',
  layer_num: 1,
  positions: 'P9-P12',
  encoding_dim: 24,
  batch_size: 8,
};

describe.each([
  ['kl', { ...KEYS, architecture: 'kl' }],
  ['topk', { ...KEYS, architecture: 'topk', k: 4 }],
])('training %s on the CPU', (_, keys) => {
  it('gives the same bits, however many steps a call makes, and in whatever form', async () => {
    const { inputs } = await openTestRun(keys);
    const atOnce = await trainInChunks(inputs, 'cpu', [STEPS]);
    expect(new Set(atOnce.losses).size).toBe(STEPS);
    expect(
      await trainInChunks(
        inputs,
        'cpu',
        Array.from({ length: STEPS }, () => 1),
      ),
    ).toEqual(atOnce);
    expect(await trainInChunks(inputs, 'cpu', [5, 1, 6])).toEqual(atOnce);
    for (const steps of [undefined, 1, 4, STEPS]) {
      const found = await trainInForm(inputs, STEPS, { steps, packed: false, provider: 'cpu' });
      expect(found, `${steps} steps`).toEqual(atOnce);
    }
  });

  it('gives the same with packed parameters, up to rounding', async () => {
    const { inputs } = await openTestRun(keys);
    const apart = await trainInChunks(inputs, 'cpu', [STEPS]);
    const packed = await trainInForm(inputs, STEPS, { steps: undefined, packed: true, provider: 'cpu' });
    expect(await trainInForm(inputs, STEPS, { steps: 4, packed: true, provider: 'cpu' })).toEqual(packed);
    expectRelativelyClose(packed.losses, apart.losses, 1e-6, 'loss');
    for (const [name, { shape, data }] of Object.entries(apart.state)) {
      expect(packed.state[name]!.shape).toEqual(shape);
      expectRelativelyClose(packed.state[name]!.data, data, 1e-4, name);
    }
  });
});
