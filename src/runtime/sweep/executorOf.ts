import type { RunProgress } from '../../core/run/runStatus';
import { SlurmExecutor } from '../slurm/slurmExecutor';
import { LocalExecutor } from './localExecutor';
import type { OpenSweep } from './openSweep';
import type { TrialExecutor } from './trialExecutor';

/**
 * What trains the trials of a sweep, as its config asks for.
 *
 * @param says told what the user should know, in a sentence
 * @param progress told how far trials are that are trained in this process
 */
export function executorOf(
  { directory, sweep, origin }: OpenSweep,
  says: (text: string) => void,
  progress: (trial: number, progress: RunProgress) => void,
): TrialExecutor {
  const { objectives, together, slurm } = sweep;
  if (sweep.executor === 'slurm') return new SlurmExecutor({ directory, slurm, together, origin, says });
  return new LocalExecutor({ objectives, together, origin, says, progress });
}
