import * as z from 'zod';
import { parseJsonFile } from '../checkedJson';
import type { SaeWeights } from './saeWeights';

/** The SAELens whose files these are; SAELens takes files without a version for those from before 6. */
const saeLensVersion = '6.54.12';

/** The keys of both architectures. */
const shared = {
  d_in: z.number().int().positive(),
  d_sae: z.number().int().positive(),
  dtype: z.enum(['float32', 'float64', 'float16', 'bfloat16']),
  device: z.string().optional(),
  normalize_activations: z.literal('none').optional(),
  reshape_activations: z.literal('none').optional(),
  metadata: z.looseObject({}).optional(),
  decoder_init_norm: z.unknown().optional(),
};

/**
 * `cfg.json` as SAELens 6 writes it (sae_lens/saes/sae.py, standard_sae.py, topk_sae.py), where it means exactly one of
 * our architectures. The keys of unknown type belong to training only: SAELens, too, ignores them when it loads an SAE.
 * A key that is absent has SAELens' default, so that `apply_b_dec_to_input` of a standard SAE must be there.
 */
const configSchema = z.discriminatedUnion('architecture', [
  z.strictObject({
    ...shared,
    architecture: z.literal('standard'),
    apply_b_dec_to_input: z.literal(false),
    l1_coefficient: z.unknown().optional(),
    lp_norm: z.unknown().optional(),
    l1_warm_up_steps: z.unknown().optional(),
  }),
  z
    .strictObject({
      ...shared,
      architecture: z.literal('topk'),
      apply_b_dec_to_input: z.literal(true).optional(),
      rescale_acts_by_decoder_norm: z.literal(false).optional(),
      k: z.number().int().positive(),
      use_sparse_activations: z.unknown().optional(),
      aux_loss_coefficient: z.unknown().optional(),
    })
    .refine(({ k, d_sae }) => k <= d_sae, { path: ['k'], message: 'expected at most d_sae' }),
]);

export type SaeLensConfig = z.output<typeof configSchema>;

const hint =
  '; Quanta reads what SAELens 6 writes for "topk" with apply_b_dec_to_input true and rescale_acts_by_decoder_norm ' +
  'false, and for "standard" with apply_b_dec_to_input false, both without normalising or reshaping activations';

/** What SAELens records about the model, in its own names. */
export interface SaeLensMetadata {
  readonly model_name: string;
  /** The full hook name, such as `blocks.0.mlp.hook_post`. */
  readonly hook_name: string;
  /** Tokens of a question. */
  readonly context_size: number;
  /** Arguments of Python's `slice` over the token positions; all positions where absent. */
  readonly seqpos_slice?: readonly [start: number, stop: number];
}

/** @throws UserError naming file and key where the SAE is none that we can represent exactly */
export function parseSaeLensConfig(text: string, file: string): SaeLensConfig {
  return parseJsonFile(configSchema, text, file, hint);
}

/** The text of `cfg.json`. */
export function saeLensConfig(sae: SaeWeights, metadata: SaeLensMetadata): string {
  const [width, encodingDim] = sae.W_enc.shape;
  const config = {
    d_in: width!,
    d_sae: encodingDim!,
    dtype: sae.W_enc.data instanceof Float32Array ? 'float32' : 'float64',
    device: 'cpu',
    normalize_activations: 'none',
    reshape_activations: 'none',
    metadata: {
      sae_lens_version: saeLensVersion,
      sae_lens_training_version: null,
      model_class_name: 'HookedTransformer',
      hook_head_index: null,
      model_from_pretrained_kwargs: {},
      prepend_bos: false,
      seqpos_slice: [null],
      ...metadata,
    },
    ...architectureOf(sae),
  } satisfies z.input<typeof configSchema>;
  return `${JSON.stringify(config, null, 2)}\n`;
}

function architectureOf(sae: SaeWeights) {
  return sae.architecture === 'kl'
    ? ({ architecture: 'standard', apply_b_dec_to_input: false } as const)
    : ({ architecture: 'topk', apply_b_dec_to_input: true, k: sae.k, rescale_acts_by_decoder_norm: false } as const);
}
