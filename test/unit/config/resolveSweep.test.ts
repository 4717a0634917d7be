import { describe, expect, it } from 'vitest';
import { checkSweep } from '../../../src/core/config/checkSweep';
import { parseSweep } from '../../../src/core/config/parseSweep';
import type { ModelFacts } from '../../../src/core/config/resolveConfig';
import { resolveSweep, trialConfig } from '../../../src/core/config/resolveSweep';

const parse = (keys: object) => parseSweep(JSON.stringify({ kind: 'sweep', model: 'm', ...keys }), 's.quanta.json');
const resolve = (keys: object) => resolveSweep(parse(keys));

const facts: ModelFacts = {
  layers: 2,
  digits: 6,
  hooks: ['mlp.hook_pre', 'mlp.hook_post'],
  batchSize: 64,
  operations: { add: 34, sub: 66, mul: 0 },
};

describe('resolveSweep', () => {
  it('fills in what is left out: a grid of lists, to its end, by the score', () => {
    expect(resolve({ space: { k: [4, 8] }, encoding_dim: 64 })).toEqual({
      base: { kind: 'sae', model: 'm', encoding_dim: 64 },
      space: [{ key: 'k', kind: 'choice', values: [4, 8] }],
      strategy: 'grid',
      searchSeed: 673023,
      objectives: ['score'],
      limits: { trials: null, minutes: null, patience: null },
      halving: null,
      together: 16,
      executor: 'local',
      slurm: {},
      analyse: 'statistics',
    });
  });

  it('searches ranges with the Gaussian process, fifty times, in the order of the names of the keys', () => {
    const space = { learning_rate: { min: 1e-4, max: 1e-2, scale: 'log' }, k: { min: 4, max: 32 } };
    expect(resolve({ space, halving: {}, analyse: 'full' })).toMatchObject({
      space: [
        { key: 'k', kind: 'range', min: 4, max: 32, scale: 'linear', whole: true },
        { key: 'learning_rate', kind: 'range', min: 1e-4, max: 1e-2, scale: 'log', whole: false },
      ],
      strategy: 'bayesian',
      limits: { trials: 50 },
      halving: { minEpochs: 1, reduction: 3 },
      analyse: 'full',
      base: { kind: 'sae', model: 'm' },
    });
  });

  it("knows the notebook's grid and its library's search by name", () => {
    const grid = resolve({ preset: 'notebook', space: 'notebook_grid' });
    expect(grid.strategy).toBe('grid');
    const search = resolve({ preset: 'notebook', space: 'notebook_search' });
    expect(search).toMatchObject({ strategy: 'bayesian', limits: { trials: 50 } });
    expect(search.space.map(({ key }) => key)).toEqual([
      'encoding_dim',
      'l1_weight',
      'learning_rate',
      'num_epochs',
      'patience',
      'sparsity_target',
      'sparsity_weight',
    ]);
  });
});

describe('trialConfig', () => {
  it('is the training config of one trial, whose neurons are not looked at', () => {
    const parsed = parse({ preset: 'notebook', space: { l1_weight: [0, 1e-3] }, analyse: 'full', search_seed: 3 });
    const { config, document } = trialConfig(parsed, resolveSweep(parsed), { l1_weight: 1e-3 });
    expect(config).toEqual({ kind: 'sae', model: 'm', preset: 'notebook', l1_weight: 1e-3, analyse: 'none' });
    expect(document.file).toBe('s.quanta.json');
  });
});

describe('checkSweep', () => {
  const check = (keys: object) => {
    const parsed = parse(keys);
    return () => checkSweep(parsed, resolveSweep(parsed), facts);
  };

  it('accepts what the model has', () => {
    expect(check({ space: { layer_num: [0, 1], positions: ['all', 'P9-P20'] } })).not.toThrow();
  });

  it('places what the model contradicts at the value in the list', () => {
    const wrong = check({ space: { layer_num: [0, 2], hook: ['mlp.hook_post', 'mlp.hook_pots'] } });
    expect(wrong).toThrow('s.quanta.json:1:53: space.layer_num[1]: expected a layer from 0 to 1');
    expect(wrong).toThrow('space.hook[1]: expected one of');
  });

  it('places it at a key that all trials share, and says it once', () => {
    const wrong = check({ layer_num: 5, space: { k: [4, 8] } });
    expect(wrong).toThrow(/^s\.quanta\.json:1:41: layer_num: [^\n]*$/);
  });

  it('places what contradicts the range of a key at that range', () => {
    expect(check({ preset: 'notebook', space: { num_batches: { min: 1, max: 9 } } })).toThrow(
      's.quanta.json:1:72: space.num_batches: expected at least 2',
    );
  });
});
