import type { Preset, SaeConfig } from './saeConfig';

const shared = {
  layer_num: 0,
  hook: 'mlp.hook_post',
  positions: 'all',
  k: 16,
  sparsity_target: 0.05,
  sparsity_weight: 1e-3,
  l1_weight: 1e-4,
  encoding_dim: 512,
  learning_rate: 1e-3,
  num_epochs: 10,
  patience: 2,
  early_stopping_threshold: 1e-4,
  num_batches: 1000,
  enrich_data: true,
  seed: 673023,
  provider: 'auto',
  device: 0,
  precision: 'float32',
  analyse: 'statistics',
  watch_neurons: [],
} satisfies Partial<SaeConfig>;

/** Questions per batch; the notebook preset uses it only where nothing says with how many a model was trained. */
export const DEFAULT_BATCH_SIZE = 64;

const presetDefaults = {
  default: { ...shared, architecture: 'topk', batch_size: DEFAULT_BATCH_SIZE },
  notebook: { ...shared, architecture: 'kl' },
} satisfies Record<Preset, Partial<SaeConfig>>;

export const defaultPreset = 'default' satisfies Preset;

/** The values of the keys that a config with this preset leaves out; `operations` always comes from the model. */
export function defaultsOf<P extends Preset>(preset: P): (typeof presetDefaults)[P] {
  return presetDefaults[preset];
}
