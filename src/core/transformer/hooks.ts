import type { TransformerConfig } from './transformerConfig';

/** Hook points of a block that have one vector per token position, named as in TransformerLens. */
export const VECTOR_HOOKS = [
  'hook_resid_pre',
  'hook_attn_out',
  'hook_resid_mid',
  'mlp.hook_pre',
  'mlp.hook_post',
  'hook_mlp_out',
  'hook_resid_post',
] as const;

/** Hook points of a block whose activations have other axes: per head, per pair of positions, or one number. */
type OtherHook =
  | 'ln1.hook_scale'
  | 'attn.hook_q'
  | 'attn.hook_k'
  | 'attn.hook_v'
  | 'attn.hook_attn_scores'
  | 'attn.hook_pattern'
  | 'attn.hook_z'
  | 'ln2.hook_scale';

export type BlockHook = (typeof VECTOR_HOOKS)[number] | OtherHook;

/** The full name of a block's hook point: `blocks.0.mlp.hook_post`. */
export function hookName(layer: number, hook: string): string {
  return `blocks.${layer}.${hook}`;
}

/** Width of the vectors at a hook point. */
export function hookWidth({ dMlp, dModel }: TransformerConfig, hook: string): number {
  return hook.startsWith('mlp.') ? dMlp : dModel;
}
