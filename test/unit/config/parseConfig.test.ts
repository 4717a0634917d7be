import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/core/config/parseConfig';

describe('parseConfig', () => {
  it('reads comments, trailing commas and $schema', () => {
    const text = `{
      "$schema": "../schemas/quanta.schema.json", // for the editor
      "kind": "sae",
      /* the bundled model */
      "model": "mix_d6_l3_h4_t60K_s100003",
      "operations": { "add": 40, "sub": 60, },
    }`;
    expect(parseConfig(text, 'a.quanta.json').config).toEqual({
      $schema: '../schemas/quanta.schema.json',
      kind: 'sae',
      model: 'mix_d6_l3_h4_t60K_s100003',
      operations: { add: 40, sub: 60, mul: 0 },
    });
  });

  it('leaves out what the file leaves out, so that a preset can fill it in', () => {
    expect(parseConfig('{"kind": "sae", "model": "m"}', 'a').config).toEqual({ kind: 'sae', model: 'm' });
  });

  it('gives every valid config as JSON does', () => {
    const positive = fc.integer({ min: 1 });
    const finite = fc.double({ min: 0, noNaN: true, noDefaultInfinity: true });
    const shared = {
      layer_num: fc.nat(),
      hook: fc.string({ minLength: 1 }),
      positions: fc.oneof(fc.constant('all'), fc.array(fc.string({ minLength: 1 }), { minLength: 1 })),
      learning_rate: fc.double({ min: 0, minExcluded: true, noNaN: true, noDefaultInfinity: true }),
      num_epochs: fc.integer({ min: 1, max: 100_000 }),
      patience: positive,
      early_stopping_threshold: finite,
      batch_size: fc.integer({ min: 1, max: 65_536 }),
      enrich_data: fc.boolean(),
      operations: fc.nat({ max: 100 }).map((add) => ({ add, sub: 0, mul: 100 - add })),
      seed: fc.maxSafeNat(),
      init_from: fc.string({ minLength: 1 }),
      provider: fc.constantFrom('auto', 'cuda', 'webgpu', 'dml', 'coreml', 'cpu'),
      device: fc.nat(),
      analyse: fc.constantFrom('statistics', 'full', 'none'),
    };
    const requiredKeys = { kind: fc.constant('sae'), model: fc.string({ minLength: 1 }) };
    const topk = fc.record(
      {
        ...requiredKeys,
        ...shared,
        k: fc.integer({ min: 1, max: 32 }),
        num_batches: fc.integer({ min: 1, max: 1_000_000 }),
      },
      { requiredKeys: ['kind', 'model'] },
    );
    const kl = fc.record(
      {
        ...requiredKeys,
        ...shared,
        preset: fc.constant('notebook'),
        architecture: fc.constant('kl'),
        sparsity_target: fc.double({ min: 1e-7, max: 1 - 1e-7, noNaN: true }),
        sparsity_weight: finite,
        l1_weight: finite,
        questions: fc.string({ minLength: 1 }),
        watch_neurons: fc.array(fc.nat({ max: 31 })),
        encoding_dim: fc.integer({ min: 32 }),
      },
      { requiredKeys: ['kind', 'model', 'architecture'] },
    );
    fc.assert(
      fc.property(fc.oneof(topk, kl), (config) => {
        const json = JSON.stringify(config);
        expect(parseConfig(json, 'a.quanta.json').config).toEqual(JSON.parse(json));
      }),
    );
  });
});
