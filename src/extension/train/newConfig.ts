import { isAbsolute, relative, sep } from 'node:path';

/** A model's name, where it comes with the extension, or the path of its file. */
export type ModelReference = { readonly name: string } | { readonly path: string };

/** What a new config is to train. */
export interface NewConfig {
  readonly model: ModelReference;
  readonly layer: number;
  readonly sae: SaeChoice;
  readonly length: LengthChoice;
}

export type SaeChoice =
  | { readonly architecture: 'topk'; readonly encodingDim: number; readonly k: number }
  | { readonly architecture: 'kl'; readonly encodingDim: number; readonly preset: 'default' | 'notebook' };

export interface LengthChoice {
  readonly numEpochs: number;
  readonly numBatches: number;
}

/** The text of a config file in a folder, for the user to keep and to edit. */
export function newConfigText(config: NewConfig, folder: string): string {
  const { sae, layer, length } = config;
  const lines = [
    '{',
    '  // What to train, and on what. Hover over a key for what it means; keys left out have their defaults.',
    '  "kind": "sae",',
    `  "model": ${JSON.stringify(modelReference(config.model, folder))},`,
    ...(sae.architecture === 'kl' && sae.preset === 'notebook' ? ['  "preset": "notebook",'] : []),
    `  "layer_num": ${layer},`,
    `  "architecture": "${sae.architecture}",`,
    ...(sae.architecture === 'topk' ? [`  "k": ${sae.k},`] : []),
    `  "encoding_dim": ${sae.encodingDim},`,
    `  "num_epochs": ${length.numEpochs},`,
    `  "num_batches": ${length.numBatches},`,
    '  // The activations of these models are small, and so are the losses: the default, 1e-4, may stop too early.',
    '  "early_stopping_threshold": 1e-7',
    '}',
  ];
  return lines.join('\n') + '\n';
}

/** A file name that says what is trained: `mix_d6_l3_h4-layer1-topk512`, without an ending. */
export function newConfigStem({ layer, sae }: NewConfig, modelName: string): string {
  const notebook = sae.architecture === 'kl' && sae.preset === 'notebook' ? '-notebook' : '';
  return fileStem(`${shortModelName(modelName)}-layer${layer}-${sae.architecture}${sae.encodingDim}${notebook}`);
}

/** A model's name without what it was trained with: `mix_d6_l3_h4`. */
export function shortModelName(modelName: string): string {
  return /^(?:ins\d_)?\w+?_d\d+_l\d+_h\d+/.exec(modelName)?.[0] ?? modelName;
}

/** What no file system takes amiss. */
export function fileStem(text: string): string {
  return text.replace(/[^\w.-]/g, '_');
}

/** Paths are written as config files read them: relative, with slashes, so that a workspace can move. */
export function modelReference(model: ModelReference, folder: string): string {
  if ('name' in model) return model.name;
  const path = relative(folder, model.path);
  return isAbsolute(path) ? path : path.split(sep).join('/');
}
