import type { ResolvedConfig } from '../config/saeConfig';
import { trialIdentity, type TrialSources } from './trialIdentity';

/** What each of several trials that are trained together may have for itself. */
const OF_EACH = [
  'encoding_dim',
  'learning_rate',
  'sparsity_target',
  'sparsity_weight',
  'l1_weight',
  'num_epochs',
  'patience',
  'early_stopping_threshold',
  'init_from',
] as const;

/**
 * A text that is the same for trials that can be trained together: those that see the same rows of the same model, in
 * batches of the same size, by the same rules, in graphs of the same form. `k` is part of a graph's form.
 */
export function togetherKey(config: ResolvedConfig, sources: TrialSources): string {
  const shared = Object.entries(config).filter(([key]) => !(OF_EACH as readonly string[]).includes(key));
  return trialIdentity(Object.fromEntries(shared) as ResolvedConfig, { ...sources, initFrom: null });
}
