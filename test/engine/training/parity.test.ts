import { describe, it } from 'vitest';
import { expectWhatPyTorchTrains } from './fixtureTraining';

const CASES = [
  'notebook',
  'notebook_early_stop',
  'notebook_saturated',
  'notebook_exact_mean',
  'notebook_mix',
  'default_kl',
  'default_topk',
  'default_topk_positions',
];
const TOLERANCE = { float64: 1e-8, float32: 1e-4 };

describe.each(CASES)('training %s', (name) => {
  it.each(['float64', 'float32'] as const)('in %s is what PyTorch trains', async (floatType) => {
    await expectWhatPyTorchTrains(name, { floatType, provider: 'cpu', tolerance: TOLERANCE[floatType] });
  });
});
