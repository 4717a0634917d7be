import { explainFailure } from './failures';
import type { QueuedTask } from './queue';

/** A task that has ended without saying what became of all its trials. */
export interface EndedTask {
  /** As Slurm names it: `1234_5`. */
  readonly id: string;
  /** How it ended; undefined where nobody knows any more. */
  readonly end: Pick<QueuedTask, 'state' | 'reason' | 'node' | 'exit'> | undefined;
  /** Whether its trials got any further. */
  readonly progressed: boolean;
  /** How often its trials were lost before without getting any further. */
  readonly losses: number;
  /** Its log file, whether it is there, and the last line in it, where there is any. */
  readonly log: string;
  readonly hasLog: boolean;
  readonly lastLine: string | undefined;
}

/** What follows: its trials are submitted again, or have failed. */
export type Consequence =
  | { readonly again: true; readonly losses: number; readonly why: string }
  | { readonly again: false; readonly error: string; readonly cancelled?: true };

/** Ends that say nothing of the trials: another node, or another hour, may do. */
const LOST: Readonly<Record<string, string>> = {
  NODE_FAIL: 'its node failed',
  BOOT_FAIL: 'its node did not start',
  LAUNCH_FAILED: 'its node did not start it',
  RECONFIG_FAIL: 'its node could not be set up',
  PREEMPTED: 'another job took its place',
  REVOKED: 'another cluster has it',
  TIMEOUT: 'its time was over',
  DEADLINE: 'its time was over',
};
const SIGTERM = 15;
const STOPPED = 130;

/**
 * What to do about the trials of a task that has ended without them. Whoever cancels a task does not want its trials
 * trained; tasks that were lost are submitted again as long as their trials get further, and once where they do not;
 * one that was killed is submitted again once; anything else would happen again.
 */
export function afterEnd(task: EndedTask): Consequence {
  const { id, end, progressed, losses } = task;
  if (end === undefined) return again(task, 'Slurm has forgotten how it ended', progressed ? 0 : losses + 1);
  const { state, exit } = end;
  if (state === 'CANCELLED') return { again: false, error: `the Slurm task ${id} was cancelled`, cancelled: true };
  if (state === 'OUT_OF_MEMORY') {
    const help = 'allow it more with the environment variable SBATCH_MEM_PER_NODE, or train fewer trials "together"';
    return { again: false, error: `${ended(task, 'used more memory than Slurm allows it')}\n${help}` };
  }
  const lost = LOST[state];
  if (lost !== undefined) return again(task, lost, progressed ? 0 : losses + 1);
  // Slurm gives this reason for tasks that were killed, too; these have a log.
  if (end.reason === 'JobLaunchFailure' && !task.hasLog) {
    const help = "the sweep's directory has to lie on a file system that all nodes of the partition share";
    return { again: false, error: `${ended(task, 'could not be started in this directory')}\n${help}` };
  }
  // As the shell, or Quanta, reports a signal.
  const signal = exit.signal || (exit.code > 128 && exit.code !== STOPPED ? exit.code - 128 : 0);
  if (signal > 0 || exit.code === STOPPED)
    return again(task, `it was ended by signal ${signal || SIGTERM}`, losses + 1);
  const how = `ended (${state}${end.reason === null ? '' : `, ${end.reason}`}, exit code ${exit.code})`;
  return { again: false, error: explained(end.reason, ended(task, `${how} without saying what became of the trial`)) };
}

function again(task: EndedTask, why: string, losses: number): Consequence {
  if (losses <= 1) return { again: true, losses, why };
  const help = task.end?.state === 'TIMEOUT' ? '\ngive it more with "slurm.time"' : '';
  return { again: false, error: `${ended(task, `was lost (${why}), as it was before`)}${help}` };
}

function ended({ id, end, log, lastLine }: EndedTask, how: string): string {
  const where = end?.node ? ` on ${end.node}` : '';
  return `the Slurm task ${id}${where} ${how}; ${lastLine === undefined ? 'it has printed nothing into' : `${lastLine} – see`} ${log}`;
}

/** With what to do where Slurm's reason says it. */
function explained(reason: string | null, error: string): string {
  const [, help] = explainFailure(reason ?? '').split('\n');
  return help === undefined ? error : `${error}\n${help}`;
}
