import type { ResolvedSweep } from '../../core/config/resolveSweep';
import type { TrialOutcome } from '../../core/sweep/trialOutcome';
import type { RunOrigin } from '../runRecord';
import type { TrialExecutor, TrialTask } from '../sweep/trialExecutor';
import { SlurmRound } from './slurmRound';

/** What trials are trained with on a cluster. */
export interface SlurmOptions {
  /** The sweep's; absolute, and on a file system that all nodes share. */
  readonly directory: string;
  readonly slurm: ResolvedSweep['slurm'];
  /** The most trials in a task. */
  readonly together: number;
  /** Of the trials' runs; its program is what each task starts. */
  readonly origin: RunOrigin;
  /** Told what the user should know, in a sentence. */
  readonly says: (text: string) => void;
}

/**
 * Trains trials as tasks of a Slurm array, each of which trains a pack of them by `quanta sweep DIR --pack N`. What it
 * has submitted is in the sweep's `packs`, so that another process finds its tasks again instead of submitting twice.
 */
export class SlurmExecutor implements TrialExecutor {
  constructor(private readonly options: SlurmOptions) {}

  /** @throws UserError where Slurm does not answer, or takes no job of this kind */
  async train(
    tasks: readonly TrialTask[],
    told: (task: TrialTask, outcome: TrialOutcome) => Promise<void>,
    stopRequested: () => boolean,
  ): Promise<void> {
    await new SlurmRound(this.options, tasks, told, stopRequested).run();
  }
}
