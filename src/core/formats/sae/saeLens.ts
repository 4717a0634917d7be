import { UserError } from '../../errors';
import type { FloatArray } from '../../floatArray';
import type { StateDict } from '../stateDict';
import { readLayout } from '../tensorLayout';
import { parseSaeLensConfig } from './saeLensConfig';
import type { SaeTensors, SaeWeights } from './saeWeights';

const layout = {
  W_enc: ['width', 'encodingDim'],
  b_enc: ['encodingDim'],
  W_dec: ['encodingDim', 'width'],
  b_dec: ['width'],
} as const satisfies Record<keyof SaeTensors, readonly string[]>;

/**
 * An SAE that SAELens 6 saved, from the tensors of `sae_weights.safetensors` and the text of the `cfg.json` beside it.
 * @throws UserError where the two contradict each other, or where the SAE is none that we can represent exactly
 */
export async function readSaeLensSae(
  file: string,
  dict: StateDict,
  config: { readonly text: string; readonly file: string },
): Promise<SaeWeights> {
  const cfg = parseSaeLensConfig(config.text, config.file);
  const known = { sizes: { width: cfg.d_in, encodingDim: cfg.d_sae }, from: config.file };
  for (const { name, dtype } of dict.values()) {
    // SAELens would round the weights to the config's dtype.
    if (dtype !== cfg.dtype) {
      throw new UserError(`${file}: tensor ${name}: its dtype is ${dtype}, but ${config.file} has dtype ${cfg.dtype}`);
    }
  }
  const tensors = await readLayout(file, dict, layout, known);
  return cfg.architecture === 'topk'
    ? { architecture: 'topk', k: cfg.k, ...tensors }
    : { architecture: 'kl', ...tensors };
}

/** The tensors of `sae_weights.safetensors`. */
export function saeLensTensors({ W_enc, b_enc, W_dec, b_dec }: SaeWeights): Map<keyof SaeTensors, FloatArray> {
  return new Map(Object.entries({ W_enc, b_enc, W_dec, b_dec }) as [keyof SaeTensors, FloatArray][]);
}

/**
 * The tensors of `sparsity.safetensors`: log10(density + 1e-10) for each feature, as SAELens defines it.
 * @param densities [encodingDim], the fraction of activations of each feature that are not zero
 */
export function saeLensSparsity(densities: ArrayLike<number>): Map<string, FloatArray> {
  const data = Float32Array.from(densities, (density) => Math.log10(density + 1e-10));
  return new Map([['sparsity', { shape: [data.length], data }]]);
}
