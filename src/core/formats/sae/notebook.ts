import * as z from 'zod';
import { UserError } from '../../errors';
import { transpose } from '../../floatArray';
import type { FloatArray } from '../../floatArray';
import { parseJsonFile } from '../checkedJson';
import type { StateDict } from '../stateDict';
import { readLayout } from '../tensorLayout';
import type { KlSae } from './saeWeights';

/** torch.nn.Linear keeps [outputs, inputs], the transpose of our matrices. */
const layout = {
  'encoder.0.weight': ['encodingDim', 'width'],
  'encoder.0.bias': ['encodingDim'],
  'decoder.weight': ['width', 'encodingDim'],
  'decoder.bias': ['width'],
} as const;

/** In `pytorch_model.bin` the SAE is a part of a model; a sweep's `.pth` holds it alone. */
const modelPrefix = 'sae.';

export interface NotebookHyperparameters {
  readonly sparsity_target: number;
  readonly sparsity_weight: number;
  readonly l1_weight: number;
}

/** What transformers adds by itself is allowed: it does not change what the SAE computes. Other keys might. */
const configSchema = z.strictObject({
  encoding_dim: z.number().int().positive(),
  input_dim: z.number().int().positive(),
  model_type: z.literal('sparse_autoencoder'),
  sparsity_target: z.number().optional(),
  sparsity_weight: z.number().optional(),
  l1_weight: z.number().optional(),
  transformers_version: z.string().optional(),
  architectures: z.array(z.string()).nullish(),
  torch_dtype: z.string().nullish(),
  dtype: z.string().nullish(),
});

/**
 * The notebook's SAE from `pytorch_model.bin` or a sweep's `.pth`.
 * @param config text and name of the `config.json` that must agree with the tensors, where there is one
 * @throws UserError on any other tensor, shape or key than the notebook writes
 */
export async function readNotebookSae(
  file: string,
  dict: StateDict,
  config?: { readonly text: string; readonly file: string },
): Promise<KlSae> {
  const known = config && { sizes: readNotebookConfig(config.text, config.file), from: config.file };
  const tensors = await readLayout(file, withoutPrefix(file, dict), layout, known);
  return {
    architecture: 'kl',
    W_enc: transpose(tensors['encoder.0.weight']),
    b_enc: tensors['encoder.0.bias'],
    W_dec: transpose(tensors['decoder.weight']),
    b_dec: tensors['decoder.bias'],
  };
}

/** The tensors of `pytorch_model.bin`, or, with `prefix` false, of a sweep's `.pth`. */
export function notebookTensors(sae: KlSae, { prefix }: { prefix: boolean }): Map<string, FloatArray> {
  const tensors = {
    'encoder.0.weight': transpose(sae.W_enc),
    'encoder.0.bias': sae.b_enc,
    'decoder.weight': transpose(sae.W_dec),
    'decoder.bias': sae.b_dec,
  } satisfies Record<keyof typeof layout, FloatArray>;
  return new Map(Object.entries(tensors).map(([name, tensor]) => [prefix ? modelPrefix + name : name, tensor]));
}

/** The text of `config.json`. Unlike the notebook's own it records `l1_weight`. */
export function notebookConfig(sae: KlSae, hyperparameters: NotebookHyperparameters): string {
  const [width, encodingDim] = sae.W_enc.shape;
  const { sparsity_target, sparsity_weight, l1_weight } = hyperparameters;
  const config = {
    encoding_dim: encodingDim!,
    input_dim: width!,
    l1_weight,
    model_type: 'sparse_autoencoder' as const,
    sparsity_target,
    sparsity_weight,
  } satisfies z.input<typeof configSchema>;
  return `${JSON.stringify(config, null, 2)}\n`;
}

function readNotebookConfig(text: string, file: string): { width: number; encodingDim: number } {
  const { input_dim, encoding_dim } = parseJsonFile(configSchema, text, file);
  return { width: input_dim, encodingDim: encoding_dim };
}

function withoutPrefix(file: string, dict: StateDict): StateDict {
  const prefixed = [...dict.keys()].filter((name) => name.startsWith(modelPrefix));
  if (prefixed.length === 0) return dict;
  if (prefixed.length < dict.size) {
    throw new UserError(
      `${file}: ${prefixed.length} of its ${dict.size} tensors are named "${modelPrefix}…", expected all or none`,
    );
  }
  return new Map([...dict].map(([name, tensor]) => [name.slice(modelPrefix.length), tensor]));
}
