import Ajv from 'ajv';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { configJsonSchema } from '../../../src/core/config/jsonSchema';
import { parseConfig } from '../../../src/core/config/parseConfig';
import { parseSweep } from '../../../src/core/config/parseSweep';

const schema = configJsonSchema();
const isValidBySchema = new Ajv().compile(schema);
const isValid = (config: { kind: string }) => {
  const parse = config.kind === 'sweep' ? parseSweep : parseConfig;
  try {
    parse(JSON.stringify(config), 'a.quanta.json');
    return true;
  } catch {
    return false;
  }
};

describe('the JSON schema', () => {
  it('is up to date on disk', () => {
    expect(() => execFileSync('node', ['tools/schemas.mjs', '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it.each(['then', 'else'])('documents every key of "%s"', (branch) => {
    const { properties } = schema[branch] as { properties: Record<string, { description: string }> };
    for (const [key, { description }] of Object.entries(properties)) {
      expect(description, key).toMatch(/^[A-Z].*\.$/s);
    }
  });

  it.each<[valid: boolean, keys: object]>([
    [true, {}],
    [true, { k: 4, $schema: 'x' }],
    [true, { preset: 'notebook', l1_weight: 0 }],
    [true, { preset: 'notebook', architecture: 'kl', sparsity_target: 0.1 }],
    [true, { architecture: 'kl', sparsity_weight: 1 }],
    [true, { questions: 'q.txt', batch_size: 8 }],
    [true, { positions: ['P9-P20', '='], watch_neurons: [0, 511] }],
    [true, { operations: { add: 100 } }],
    [false, { kind: 'swoop' }],
    [false, { model: '' }],
    [false, { k: 0 }],
    [false, { k: '4' }],
    [false, { k: 4.5 }],
    [false, { learning_rate: 0 }],
    [true, { architecture: 'kl', sparsity_target: 1e-7 }],
    [true, { architecture: 'kl', sparsity_target: 1 - 1e-7 }],
    [false, { architecture: 'kl', sparsity_target: 0.99999995 }],
    [true, { num_epochs: 100_000, num_batches: 1_000_000, batch_size: 65_536 }],
    [false, { num_epochs: 100_001 }],
    [false, { num_batches: 1_000_001 }],
    [false, { batch_size: 65_537 }],
    [false, { provider: 'gpu' }],
    [false, { positions: [] }],
    [false, { watch_neurons: [-1] }],
    [false, { operations: { div: 100 } }],
    [false, { unknown: 1 }],
    [false, { l1_weight: 0 }],
    [false, { architecture: 'kl', k: 4 }],
    [false, { preset: 'notebook', k: 4 }],
    [false, { preset: 'notebook', architecture: 'topk' }],
    [false, { questions: 'q.txt', num_batches: 10 }],
  ])('judges as the parser does: %s for %j', (valid, keys) => {
    const config = { kind: 'sae', model: 'm', ...keys };
    expect({ parser: isValid(config), schema: isValidBySchema(config) }).toEqual({ parser: valid, schema: valid });
  });

  it.each<[valid: boolean, keys: object]>([
    [true, {}],
    [true, { space: { k: [4, 8], learning_rate: { min: 1e-4, max: 1e-2, scale: 'log' } } }],
    [true, { space: { k: [4] }, encoding_dim: 64, strategy: 'grid', objective: ['loss', 'density'] }],
    [true, { space: 'notebook_grid', preset: 'notebook' }],
    [true, { halving: {}, limits: { trials: 3, minutes: 0.5, patience: 2 } }],
    [true, { executor: 'slurm', slurm: { partition: 'gpu', gpus: 1, time: '1-12:00:00', array_width: 4 } }],
    [false, { space: undefined }],
    [false, { space: 'notebook' }],
    [false, { space: { model: ['a', 'b'] } }],
    [false, { space: { k: [] } }],
    [false, { space: { k: [4, 0] } }],
    [false, { space: { k: { min: 4 } } }],
    [false, { space: { seed: { min: 1, max: 4 } } }],
    [false, { space: { k: { min: 4, max: 8, scale: 'log2' } } }],
    [false, { space: { k: [4] }, k: 4 }],
    [false, { space: { l1_weight: [1] } }],
    [false, { space: { k: [4] }, architecture: 'kl' }],
    [false, { l1_weight: 1 }],
    [false, { space: { k: { min: 4, max: 8 } }, strategy: 'grid' }],
    [false, { space: { num_batches: [4] }, questions: 'q.txt' }],
    [false, { strategy: 'best' }],
    [false, { objective: 'mse' }],
    [false, { objective: [] }],
    [false, { limits: { trials: 0 } }],
    [false, { limits: { minutes: 0 } }],
    [false, { limits: { hours: 1 } }],
    [false, { halving: { reduction: 1 } }],
    [false, { slurm: { gpus: 1 } }],
    [false, { executor: 'slurm', slurm: { time: 'long' } }],
  ])('judges sweeps as the parser does: %s for %j', (valid, keys) => {
    const config = { kind: 'sweep', model: 'm', space: { batch_size: [32, 64] }, ...keys };
    expect({ parser: isValid(config), schema: isValidBySchema(config) }).toEqual({ parser: valid, schema: valid });
  });
});
