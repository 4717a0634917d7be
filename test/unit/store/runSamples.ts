import { parseConfig } from '../../../src/core/config/parseConfig';
import { resolveConfig } from '../../../src/core/config/resolveConfig';
import type { RequestFile } from '../../../src/core/run/requestFile';
import type { RunFile } from '../../../src/core/run/runFile';
import type { RunStatus } from '../../../src/core/run/runStatus';

const text = '{ "kind": "sae", "model": "mix", "k": 4 }';
const parsed = parseConfig(text, '/configs/a.quanta.json');
const operations = { add: 34, sub: 66, mul: 0 };
const facts = { layers: 1, digits: 6, hooks: ['mlp.hook_post'], batchSize: undefined, operations };

export const sampleRun: RunFile = {
  created: '2026-03-09T12:04:05.678Z',
  config: {
    file: '/configs/a.quanta.json',
    text,
    written: parsed.config,
    resolved: resolveConfig(parsed, facts, (path) => path),
  },
  model: { name: 'mix', path: '/models/mix.pth', sha256: 'a'.repeat(64) },
  questions: null,
  init_from: { path: '/saes/sae.pth', sha256: '0'.repeat(64) },
  versions: { quanta: '0.1.0', onnxruntime: '1.30.0', node: '20.20.2' },
  provider: { asked: 'auto', used: 'cpu' },
  device: 0,
};

export const sampleStatus: RunStatus = {
  state: 'running',
  pid: 4711,
  host: 'laptop',
  heartbeat: '2026-03-09T12:05:00.000Z',
  progress: {
    epoch: 1,
    num_epochs: 10,
    step: 40,
    total_steps: 10_000,
    questions: 2560,
    questions_per_second: 512.5,
    seconds_left: 1200,
    loss: 0.5,
    density: 0.125,
    neurons_used: 500,
  },
  result: null,
  error: null,
};

export const sampleRequest: RequestFile = {
  created: '2026-03-09T12:03:00.000Z',
  workspace: '/configs',
  config: { file: '/configs/a.quanta.json', text },
};
