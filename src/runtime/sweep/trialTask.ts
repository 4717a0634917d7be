import { join } from 'node:path';
import { trialConfig } from '../../core/config/resolveSweep';
import type { LedgerTrial } from '../../core/sweep/ledger';
import { pauseOf } from '../../core/sweep/rounds';
import type { TrialOutcome } from '../../core/sweep/trialOutcome';
import { readOutcome } from '../../store/trialFiles';
import type { OpenSweep } from './openSweep';
import type { TrialTask } from './trialExecutor';

/** What there is to do for a trial, by how many rungs it has passed. */
export function taskOf(
  { directory, parsed, sweep, epochsOf }: Pick<OpenSweep, 'directory' | 'parsed' | 'sweep' | 'epochsOf'>,
  { trial, run, parameters, rungs }: Pick<LedgerTrial, 'trial' | 'run' | 'parameters' | 'rungs'>,
): TrialTask {
  return {
    trial,
    directory: join(directory, run),
    config: trialConfig(parsed, sweep, parameters),
    untilEpoch: pauseOf(sweep, rungs.length, epochsOf(parameters)),
  };
}

/**
 * What has become of a task already, by a process that died before it could say so; undefined where there is something
 * left to train.
 */
export async function settledOutcome({ directory, untilEpoch }: TrialTask): Promise<TrialOutcome | undefined> {
  const outcome = await readOutcome(directory);
  if (outcome?.state === 'done' || outcome?.state === 'failed') return outcome;
  // One of an earlier rung is what the trial goes on from.
  return outcome?.state === 'paused' && outcome.epoch === untilEpoch ? outcome : undefined;
}
