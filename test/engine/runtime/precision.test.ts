import { describe, expect, it } from 'vitest';
import type { Precision } from '../../../src/core/config/saeConfig';
import { whyNotIn } from '../../../src/runtime/precision';
import { precisionError } from '../../../src/runtime/precisionError';
import { expectRelativelyClose } from '../../support/closeness';
import { openTestRun } from '../../support/temporaryRuns';
import { inPrecision, trainInForm } from './formTraining';

const KEYS = { model: 'mix_d6_l3_h4_t60K_s100003', positions: 'P9-P12', encoding_dim: 24, batch_size: 8 };

describe('precision', () => {
  it.each<[Precision, string]>([
    ['float32', 'cpu cuda webgpu dml coreml'],
    ['tf32', 'cuda'],
    ['float16', 'cuda webgpu dml'],
  ])('%s is for %s', (precision, providers) => {
    const able = (['cpu', 'cuda', 'webgpu', 'dml', 'coreml'] as const).filter((name) => !whyNotIn(precision, name));
    expect(able.join(' ')).toBe(providers);
  });

  it.each(['float16', 'tf32'])('%s is refused on the CPU before a run is made', async (precision) => {
    await expect(openTestRun({ ...KEYS, precision })).rejects.toThrow(
      /provider "cpu" cannot compute products in .*; ask for provider "cuda".*, or for precision "float32"/,
    );
  });

  // The CPU computes these products in float32, so that what is tested is the rest: the scaling of the loss.
  it.each([
    ['kl', { architecture: 'kl' }],
    ['topk', { architecture: 'topk', k: 4 }],
  ])('float16 trains %s as float32 does, but for its products', async (_, keys) => {
    const { inputs } = await openTestRun({ ...KEYS, ...keys });
    const form = { steps: undefined, packed: true, provider: 'cpu' as const };
    const exact = await trainInForm(inputs, 10, form);
    const half = await trainInForm(inPrecision(inputs, 'float16'), 10, form);
    expect(half.losses).not.toEqual(exact.losses);
    expectRelativelyClose(half.losses, exact.losses, 1e-3, 'loss');
  });

  it('costs nothing where it is float32 on the CPU', async () => {
    const { inputs } = await openTestRun(KEYS);
    expect(await precisionError(inputs, 'cpu')).toEqual({ steps: 3, loss: 0, gradient: 0 });
  });
});
