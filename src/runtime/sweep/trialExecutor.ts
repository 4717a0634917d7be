import type { ParsedConfig } from '../../core/config/parseConfig';
import type { TrialOutcome } from '../../core/sweep/trialOutcome';

/** A trial that is to be trained, from its beginning or from its checkpoint. */
export interface TrialTask {
  readonly trial: number;
  /** Its run's directory; absolute. */
  readonly directory: string;
  readonly config: ParsedConfig;
  /** Epochs, from its beginning, after which it is paused; null where it is trained to its end. */
  readonly untilEpoch: number | null;
}

/** Trains trials: in this process, or as jobs of a cluster. */
export interface TrialExecutor {
  /**
   * Trains trials until each is paused, stopped, done or failed. What becomes of each is in its directory's
   * `outcome.json` before it is told. A trial that fails is told, too; only what keeps all of them from being trained
   * is thrown.
   *
   * @param told called once for each, one after the other, as soon as it is known
   * @param stopRequested asked again and again; once it says yes all trials are stopped, with their checkpoints
   */
  train(
    tasks: readonly TrialTask[],
    told: (task: TrialTask, outcome: TrialOutcome) => Promise<void>,
    stopRequested: () => boolean,
  ): Promise<void>;
}
