import { expect, test } from 'vitest';
import { configRows, differs } from '../../../src/webview/dashboard/configRows';
import { madeRecord } from '../../webview/madeRuns';

const differing = (...records: Parameters<typeof configRows>[0]) =>
  configRows(records)
    .filter(differs)
    .map(({ key, values }) => [key, ...values]);

test('runs of one config differ in nothing', () => {
  expect(differing(madeRecord({}), madeRecord({}))).toEqual([]);
});

test('names the keys in which runs differ, with the value of each', () => {
  const wide = madeRecord({ encoding_dim: 1024, operations: { add: 100, sub: 0, mul: 0 } });
  expect(differing(madeRecord({}), wide, madeRecord({}))).toEqual([
    ['encoding_dim', '512', '1024', '512'],
    ['operations', '{"add":34,"sub":66,"mul":0}', '{"add":100,"sub":0,"mul":0}', '{"add":34,"sub":66,"mul":0}'],
  ]);
});

test('a key that one run does not have differs', () => {
  const { k, ...others } = madeRecord({}).config.resolved as { k: number };
  expect(k).toBe(16);
  const record = madeRecord({});
  const kl = { ...record, config: { ...record.config, resolved: { ...others, architecture: 'kl' } } } as typeof record;
  expect(differing(record, kl)).toEqual([
    ['architecture', 'topk', 'kl'],
    ['k', '16', undefined],
  ]);
});

test('another model file and another version differ, too', () => {
  const record = madeRecord({});
  const other = {
    ...record,
    model: { ...record.model, sha256: 'ab'.repeat(32) },
    versions: { ...record.versions, node: '24.1.0' },
  };
  expect(differing(record, other)).toEqual([
    ['Model file (SHA-256)', '3f9a1c0b77de', 'abababababab'],
    ['Node.js', '22.11.0', '24.1.0'],
  ]);
});

test('tells where a run is computed, and what was not taken', () => {
  const placement = {
    launches_per_step: 135.5,
    copies_per_step: 0,
    cpu_operations_per_step: 2,
    cpu_operations: ['Gather', 'TopK'],
  };
  const provider = {
    asked: 'auto',
    used: 'webgpu',
    device_name: 'NVIDIA H100',
    trial: { questions_per_second: 51_000, loss: 0.1, placement },
    passed_over: [{ name: 'cpu', reason: 'slower' }],
  } as const;
  const record = { ...madeRecord({}), provider: { ...provider, passed_over: [...provider.passed_over] } };
  const rows = new Map(configRows([record]).map(({ key, values }) => [key, values[0]]));
  expect(rows.get('Provider in use')).toBe('webgpu');
  expect(rows.get('Device')).toBe('NVIDIA H100');
  expect(rows.get('Launches on the device per step')).toBe('135.5');
  expect(rows.get('Operations left to the CPU per step')).toBe('2 Gather TopK');
  expect(rows.get('Providers not taken')).toBe('cpu: slower');
});

test('lists every key of the config, and none that no run has', () => {
  const rows = configRows([madeRecord({})]);
  const keys = rows.filter(({ isConfigKey }) => isConfigKey).map(({ key }) => key);
  expect(keys).toContain('watch_neurons');
  expect(keys).not.toContain('questions');
  expect(rows.find(({ key }) => key === 'Reads')?.values).toEqual(['blocks.0.mlp.hook_post']);
});
