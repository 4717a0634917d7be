import { expect, it } from 'vitest';
import type { ProviderRecord } from '../../../src/core/run/providerRecord';
import { providerLines } from '../../../src/core/run/providerText';

const placement = {
  launches_per_step: 135,
  copies_per_step: 1.5,
  cpu_operations_per_step: 2,
  cpu_operations: ['Gather', 'TopK'],
};

it.each<[ProviderRecord, string[]]>([
  [{ asked: 'auto', used: null }, ['not chosen yet (asked for: auto)']],
  // As the first runs have it.
  [{ asked: 'auto', used: 'cpu' }, ['cpu (asked for: auto)']],
  [
    { asked: 'cpu', asked_by: 'setting', used: 'cpu', device_name: 'AMD EPYC', trial: null, passed_over: [] },
    ['cpu on AMD EPYC (asked for: cpu in the settings)'],
  ],
  [
    {
      asked: 'auto',
      asked_by: 'config',
      used: 'webgpu',
      device_name: null,
      trial: { questions_per_second: 51_000.2, loss: 0.1, placement },
      passed_over: [{ name: 'cpu', reason: 'slower' }],
    },
    [
      'webgpu (asked for: auto in the config)',
      'in a trial 51000 questions/s',
      'per step 135 launches on the device, 1.5 copies; left to the CPU: 2 operations (Gather, TopK)',
      'not cpu: slower',
    ],
  ],
])('%o', (record, lines) => {
  expect(providerLines(record)).toEqual(lines);
});
