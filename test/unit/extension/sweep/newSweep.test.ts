import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseSweep } from '../../../../src/core/config/parseSweep';
import { resolveSweep } from '../../../../src/core/config/resolveSweep';
import { newSweepStem, newSweepText, type NewSweep } from '../../../../src/extension/sweep/newSweep';

const folder = resolve('/work');
const grid: NewSweep = {
  model: { name: 'mix_d6_l3_h4_t60K_s100003' },
  layers: [1],
  search: 'notebook_grid',
  numBatches: 150,
};
const resolved = (sweep: NewSweep) => resolveSweep(parseSweep(newSweepText(sweep, folder), 'a.quanta.json'));

describe('newSweepText', () => {
  it('is the notebook’s grid', () => {
    const { base, strategy, limits, objectives } = resolved(grid);
    expect(base).toEqual({
      kind: 'sae',
      model: 'mix_d6_l3_h4_t60K_s100003',
      preset: 'notebook',
      layer_num: 1,
      num_batches: 150,
    });
    expect({ strategy, limits, objectives }).toMatchObject({
      strategy: 'grid',
      limits: { trials: null },
      objectives: ['score'],
    });
  });

  it('is the library’s search', () => {
    const { space, strategy, limits } = resolved({ ...grid, search: 'notebook_search' });
    expect([space.length, strategy, limits.trials]).toEqual([7, 'bayesian', 50]);
  });

  it.each(['notebook_grid', 'notebook_search', 'custom'] as const)('searches layers, too: %s', (search) => {
    const [one, several] = [resolved({ ...grid, search }), resolved({ ...grid, search, layers: [0, 1, 2] })];
    expect(several.base).not.toHaveProperty('layer_num');
    expect(several.space.filter(({ key }) => key !== 'layer_num')).toEqual(one.space);
    expect(several.space.find(({ key }) => key === 'layer_num')).toMatchObject({ values: [0, 1, 2] });
  });

  it('names a model of the workspace by its path from the config file', () => {
    const model = { path: resolve(folder, 'models', 'mine.pth') };
    expect(resolved({ ...grid, search: 'custom', model }).base.model).toBe('models/mine.pth');
  });

  it('says in a custom file how to go on, and each hint is right', () => {
    const text = newSweepText({ ...grid, search: 'custom' }, folder);
    const withHalving = text.replace('{ "trials": 20 }', '{ "trials": 20 },').replace('// "halving"', '"halving"');
    const { halving } = resolveSweep(parseSweep(withHalving, 'a.quanta.json'));
    expect(halving).toEqual({ minEpochs: 1, reduction: 3 });
    const listed = (key: string) => text.split('\n').find((line) => line.includes(`// "${key}"`) || line.includes(key));
    for (const word of ['strategy', 'spliced_accuracy', 'patience']) expect(listed(word)).toBeDefined();
  });
});

it('newSweepStem says what is searched', () => {
  expect(newSweepStem(grid, 'mix_d6_l3_h4_t60K_s100003')).toBe('mix_d6_l3_h4-layer1-notebook-grid');
  expect(newSweepStem({ ...grid, layers: [0, 1], search: 'custom' }, 'my model')).toBe('my_model-layers-sweep');
});
