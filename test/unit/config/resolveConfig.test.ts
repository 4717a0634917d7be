import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { differences } from '../../../src/core/config/differences';
import { parseConfig } from '../../../src/core/config/parseConfig';
import { resolveConfig, type ModelFacts } from '../../../src/core/config/resolveConfig';
import { UserError } from '../../../src/core/errors';

const operations = { add: 20, sub: 80, mul: 0 };
const hooks = ['hook_resid_pre', 'mlp.hook_pre', 'mlp.hook_post'];
const threeLayers: ModelFacts = { layers: 3, digits: 6, hooks, batchSize: 48, operations };

const resolve = (keys: object, facts = threeLayers) => {
  const text = JSON.stringify({ kind: 'sae', model: 'm', ...keys });
  return resolveConfig(parseConfig(text, '/configs/a.quanta.json'), facts, (path) => posix.resolve('/configs', path));
};

describe('resolveConfig', () => {
  it('fills in the default preset', () => {
    expect(resolve({})).toEqual({
      kind: 'sae',
      model: 'm',
      preset: 'default',
      layer_num: 0,
      hook: 'mlp.hook_post',
      positions: 'all',
      architecture: 'topk',
      k: 16,
      encoding_dim: 512,
      learning_rate: 1e-3,
      num_epochs: 10,
      patience: 2,
      early_stopping_threshold: 1e-4,
      num_batches: 1000,
      batch_size: 64,
      enrich_data: true,
      operations,
      seed: 673023,
      questions: null,
      init_from: null,
      provider: 'auto',
      device: 0,
      precision: 'float32',
      analyse: 'statistics',
      watch_neurons: [],
    });
  });

  it('fills in the notebook preset: a kl SAE and the batch size that the model was trained with', () => {
    const { architecture, k, batch_size, ...others } = { k: undefined, ...resolve({ preset: 'notebook' }) };
    expect({ architecture, k, batch_size }).toEqual({ architecture: 'kl', k: undefined, batch_size: 48 });
    expect(others).toMatchObject({ sparsity_target: 0.05, sparsity_weight: 1e-3, l1_weight: 1e-4, encoding_dim: 512 });
  });

  it('lets explicit keys override preset and model', () => {
    const written = {
      preset: 'notebook',
      batch_size: 8,
      operations: { add: 0, sub: 0, mul: 100 },
      l1_weight: 0,
      seed: 1,
    };
    expect(resolve(written)).toMatchObject(written);
    expect(resolve({ architecture: 'kl', layer_num: 2 })).toMatchObject({ layer_num: 2, sparsity_weight: 1e-3 });
  });

  it('makes paths absolute, from the folder of the config file, and leaves names alone', () => {
    const paths = { model: '../models/x.pth', questions: 'q.txt', init_from: '/saes/old' };
    expect(resolve(paths)).toMatchObject({
      model: '/models/x.pth',
      questions: '/configs/q.txt',
      init_from: '/saes/old',
    });
    expect(resolve({ model: 'models' }).model).toBe('models');
  });

  it('refuses positions that the model does not have, where they stand', () => {
    const wrong = 'a.quanta.json:1:39: positions: P22 is beyond the last position';
    expect(() => resolve({ positions: 'P20-P22' })).toThrow(wrong);
    expect(resolve({ positions: 'P20-P21' }).positions).toBe('P20-P21');
  });

  it.each([{ add: 100 }, { sub: 100 }])('knows the sign by both its names in a config of %j', (operations) => {
    expect(resolve({ positions: ['+', 'A7'], operations }).positions).toEqual(['+', 'A7']);
  });

  it('refuses an epoch of one batch where the notebook preset drops the first', () => {
    const keys = { preset: 'notebook', num_batches: 1 };
    expect(() => resolve(keys)).toThrow('a.quanta.json:1:61: num_batches: expected at least 2');
    expect(resolve({ ...keys, preset: 'default' }).num_batches).toBe(1);
  });

  it('has no number of batches beside a questions file, which decides it', () => {
    expect(resolve({ questions: 'q.txt' }).num_batches).toBeNull();
  });

  it('refuses what contradicts the model, all at once', () => {
    const wrong = () => resolve({ layer_num: 3, hook: 'mlp.hook_pots' });
    expect(wrong).toThrow(UserError);
    expect(wrong).toThrow('a.quanta.json:1:39: layer_num: expected a layer from 0 to 2');
    expect(wrong).toThrow('hook: expected one of hook_resid_pre, mlp.hook_pre, mlp.hook_post, found "mlp.hook_pots"');
    expect(wrong).toThrow('did you mean "mlp.hook_post"?');
  });

  it('refuses to guess what neither the config nor the model says', () => {
    const silent = { ...threeLayers, batchSize: undefined, operations: undefined };
    expect(() => resolve({}, silent)).toThrow(
      "operations: left out, and the model's _train.json and name do not give it",
    );
    const operations = { mul: 100 };
    expect(resolve({ operations }, silent).batch_size).toBe(64);
    expect(resolve({ operations, preset: 'notebook' }, silent).batch_size).toBe(64);
  });

  it('needs no mix of operations beside a questions file, which has its own', () => {
    const silent = { ...threeLayers, operations: undefined };
    expect(resolve({ questions: 'q.txt' }, silent).operations).toBeNull();
  });

  it("refuses a model's own values that cannot be used", () => {
    const broken = { ...threeLayers, batchSize: 0, operations: { add: 0, sub: 80, mul: 60 } };
    expect(() => resolve({ preset: 'notebook' }, broken)).toThrow("the model's 0 cannot be used");
    expect(() => resolve({}, broken)).toThrow('0 + 80 + 60 = 140: set it here, for example "operations": {"add": 34');
  });
});

describe('differences', () => {
  it('has none between equal configs, whatever the order and the preset they come from', () => {
    const a = resolve({ operations: { add: 10, sub: 90 }, seed: 3 });
    const b = resolve({ seed: 3, encoding_dim: 512, operations: { sub: 90, add: 10 } });
    expect(differences(a, b)).toEqual([]);
  });

  it('lists each key with both values', () => {
    const a = resolve({ k: 8, operations: { add: 10, sub: 90 } });
    const b = resolve({ k: 4, operations: { add: 90, sub: 10 } });
    expect(differences(a, b)).toEqual([
      { key: 'operations', a: { add: 10, sub: 90, mul: 0 }, b: { add: 90, sub: 10, mul: 0 } },
      { key: 'k', a: 8, b: 4 },
    ]);
  });

  it('lists the keys that only one architecture has', () => {
    const keys = differences(resolve({}), resolve({ architecture: 'kl' })).map(({ key }) => key);
    expect(keys.toSorted()).toEqual(['architecture', 'k', 'l1_weight', 'sparsity_target', 'sparsity_weight']);
  });
});
