import Ajv from 'ajv';
import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { saeJsonSchema } from '../../../src/core/config/jsonSchema';
import { parseConfig } from '../../../src/core/config/parseConfig';

const schema = saeJsonSchema();
const isValidBySchema = new Ajv().compile(schema);
const isValid = (config: object) => {
  try {
    parseConfig(JSON.stringify(config), 'a.quanta.json');
    return true;
  } catch {
    return false;
  }
};

describe('the JSON schema', () => {
  it('is up to date on disk', () => {
    expect(() => execFileSync('node', ['tools/schemas.mjs', '--check'], { stdio: 'pipe' })).not.toThrow();
  });

  it('documents every key', () => {
    for (const [key, { description }] of Object.entries(schema.properties as Record<string, { description: string }>)) {
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
    [false, { kind: 'sweep' }],
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
});
