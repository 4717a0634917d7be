import type { Preset } from './saeConfig';

/** What a preset decides inside training, beyond the values of config keys. */
export interface TrainingRules {
  /**
   * Bounds of each feature's batch mean in the KL divergence. In float32 the notebook's upper bound rounds to exactly
   * 1, so that a mean of 1 or more makes the divergence infinite, and a mean of exactly 1 its gradient NaN.
   */
  readonly klClamp: { readonly low: number; readonly high: number };
  /** The most that the summed KL penalty may be, its gradient off beyond; null where it is not capped. */
  readonly penaltyCap: number | null;
  /** Whether Adam's moments and step count start anew in every epoch. */
  readonly adamPerEpoch: boolean;
  /** Whether the first batch of the first epoch is skipped: the notebook reads it only to learn the input width. */
  readonly dropFirstBatch: boolean;
  /**
   * The weights that a run keeps, and whose figures it reports. `best`: of the epoch with the lowest mean loss, as they
   * stood at its end. `last`: the last ones, and the notebook's mixture of figures, in which the epoch that stops
   * training early counts for `neurons_used` only.
   */
  readonly keep: 'best' | 'last';
}

const rules: Record<Preset, TrainingRules> = {
  default: {
    klClamp: { low: 1e-6, high: 1 - 1e-6 },
    penaltyCap: null,
    adamPerEpoch: false,
    dropFirstBatch: false,
    keep: 'best',
  },
  notebook: {
    klClamp: { low: 1e-8, high: 1 - 1e-8 },
    penaltyCap: 1000,
    adamPerEpoch: true,
    dropFirstBatch: true,
    keep: 'last',
  },
};

/** The training rules of a preset; `notebook`'s are those of the notebook's SAE trainer. */
export function rulesOf(preset: Preset): TrainingRules {
  return rules[preset];
}
