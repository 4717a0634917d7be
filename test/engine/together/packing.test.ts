import { describe, expect, it } from 'vitest';
import { memoryTogether } from '../../../src/runtime/memory';
import { planPacks, type WaitingTrial } from '../../../src/runtime/together/packing';
import { openTestRun } from '../../support/temporaryRuns';

const KEYS = { model: 'mix_d6_l3_h4_t60K_s100003', architecture: 'kl', batch_size: 8, analyse: 'none' };
const sources = { model: 'm', questions: null, initFrom: null };

async function waiting(...keys: readonly object[]): Promise<WaitingTrial[]> {
  const runs = await Promise.all(keys.map((each) => openTestRun({ ...KEYS, ...each })));
  return runs.map(({ inputs }, trial) => ({ trial, inputs, sources }));
}

describe('planPacks', () => {
  it('packs the trials of a sweep that see the same rows, whatever their sizes', async () => {
    const trials = await waiting(
      { encoding_dim: 32 },
      { encoding_dim: 64, learning_rate: 1e-2 },
      { encoding_dim: 32, layer_num: 1 },
    );
    expect(planPacks(trials, 16)).toEqual([
      { trials: [0, 1], alone: null },
      { trials: [2], alone: expect.stringContaining('no other trial') as string },
    ]);
  });

  it('falls back to one by one where memory is short, and says so', async () => {
    const trials = await waiting({ encoding_dim: 32 }, { encoding_dim: 32, learning_rate: 1e-2 });
    const { own, shared } = memoryTogether(trials[0]!.inputs);
    expect(planPacks(trials, 16, shared + 2 * own)).toHaveLength(1);
    const alone = planPacks(trials, 16, shared + 2 * own - 1);
    expect(alone.map((pack) => pack.trials)).toEqual([[0], [1]]);
    for (const pack of alone) expect(pack.alone).toContain('not enough memory');
  });
});
