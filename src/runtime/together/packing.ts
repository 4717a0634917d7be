import { packsOf, type Pack } from '../../core/sweep/packs';
import { togetherKey } from '../../core/sweep/togetherKey';
import type { TrialSources } from '../../core/sweep/trialIdentity';
import { memoryAvailable, memoryTogether } from '../memory';
import type { TrainingInputs } from '../trainingInputs';

/** How much of the machine's memory packs may take: the figures are estimates, and others want some. */
const SHARE = 0.6;

/** A trial that waits to be trained. */
export interface WaitingTrial {
  readonly trial: number;
  readonly inputs: TrainingInputs;
  readonly sources: TrialSources;
}

/**
 * Which trials to train together: those that can be, as far as memory goes.
 *
 * @param most trials in a pack
 * @param available bytes of memory
 */
export function planPacks(
  trials: readonly WaitingTrial[],
  most: number,
  available = SHARE * memoryAvailable(),
): readonly Pack[] {
  const packed = trials.map(({ trial, inputs, sources }) => {
    const { own, shared } = memoryTogether(inputs);
    return { trial, key: togetherKey(inputs.config, sources), ownBytes: own, sharedBytes: shared };
  });
  return packsOf(packed, available, most);
}
