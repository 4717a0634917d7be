import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/core/config/parseConfig';
import { newConfigStem, newConfigText, type NewConfig } from '../../../src/extension/train/newConfig';

const folder = resolve('/work/carry');
const topk: NewConfig = {
  model: { name: 'mix_d6_l3_h4_t60K_s100003' },
  layer: 1,
  sae: { architecture: 'topk', encodingDim: 256, k: 8 },
  length: { numEpochs: 8, numBatches: 150 },
};

describe('newConfigText', () => {
  it('is a config that says what was chosen, and nothing else that matters', () => {
    expect(parseConfig(newConfigText(topk, folder), 'a.quanta.json').config).toEqual({
      kind: 'sae',
      model: 'mix_d6_l3_h4_t60K_s100003',
      layer_num: 1,
      architecture: 'topk',
      k: 8,
      encoding_dim: 256,
      num_epochs: 8,
      num_batches: 150,
      early_stopping_threshold: 1e-7,
    });
  });

  it('names the preset where the notebook is to be repeated', () => {
    const notebook = { ...topk, sae: { architecture: 'kl', encodingDim: 64, preset: 'notebook' } } as const;
    const { config } = parseConfig(newConfigText(notebook, folder), 'a.quanta.json');
    expect(config).toMatchObject({ architecture: 'kl', preset: 'notebook', encoding_dim: 64 });
    expect(config).not.toHaveProperty('k');
  });

  it('names a model of the workspace by its path from the config file, with slashes', () => {
    const inWorkspace = { ...topk, model: { path: resolve(folder, 'models', 'odd "name".pth') } };
    expect(parseConfig(newConfigText(inWorkspace, folder), 'a.quanta.json').config.model).toBe('models/odd "name".pth');
  });
});

describe('newConfigStem', () => {
  it('says what is trained', () => {
    expect(newConfigStem(topk, 'mix_d6_l3_h4_t60K_s100003')).toBe('mix_d6_l3_h4-layer1-topk256');
    const notebook = { ...topk, sae: { architecture: 'kl', encodingDim: 64, preset: 'notebook' } } as const;
    expect(newConfigStem(notebook, 'ins1_mix_d6_l3_h4_t40K_s372001')).toBe('ins1_mix_d6_l3_h4-layer1-kl64-notebook');
  });

  it('is a file name on every system', () => {
    expect(newConfigStem(topk, 'my model: v2?')).toBe('my_model__v2_-layer1-topk256');
  });
});
