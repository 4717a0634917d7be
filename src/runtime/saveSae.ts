import type { FloatArray } from '../core/floatArray';
import type { SaeWeights } from '../core/formats/sae/saeWeights';
import { hookName } from '../core/transformer/hooks';
import { runPaths } from '../store/runDirectory';
import { writeNotebookDirectory, writeSaeLensDirectory } from '../store/saeFiles';
import type { KeptWeights } from './trainer';
import type { TrainingInputs } from './trainingInputs';

/**
 * Writes a run's SAE in SAELens' layout, and in the notebook's where that can hold it.
 *
 * @param kept its densities are null where they are not known
 */
export async function saveSae(
  directory: string,
  inputs: TrainingInputs,
  kept: Pick<KeptWeights, 'parameters'> & { readonly densities: KeptWeights['densities'] | null },
): Promise<void> {
  const { config, model, site } = inputs;
  const { sae, notebook } = runPaths(directory);
  const tensors = kept.parameters as Readonly<Record<'W_enc' | 'b_enc' | 'W_dec' | 'b_dec', FloatArray>>;
  const weights: SaeWeights =
    config.architecture === 'topk'
      ? { architecture: 'topk', k: config.k, ...tensors }
      : { architecture: 'kl', ...tensors };
  const [first, last] = [site.positions[0]!, site.positions.at(-1)!];
  const isRange = last - first + 1 === site.positions.length && site.positions.length < model.config.nCtx;
  const metadata = {
    model_name: model.name,
    hook_name: hookName(site.layer, site.hook),
    context_size: model.config.nCtx,
    ...(isRange && { seqpos_slice: [first, last + 1] as const }),
  };
  await writeSaeLensDirectory(sae, weights, metadata, kept.densities);
  // Another architecture would load there without complaint, as a plain ReLU SAE, and encode wrongly.
  if (weights.architecture === 'kl' && config.architecture === 'kl')
    await writeNotebookDirectory(notebook, weights, config);
}
