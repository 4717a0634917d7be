import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseConfig } from '../../core/config/parseConfig';
import type { PackFile } from '../../core/sweep/packFile';
import { displayState, thisMachine } from '../../store/displayState';
import { fileExists } from '../../store/fileExists';
import { runPaths } from '../../store/runDirectory';
import { RunLock } from '../../store/runLock';
import { readStatus } from '../../store/statusFile';
import type { TrialTask } from '../sweep/trialExecutor';

/** Longer than a process of another machine that says nothing passes for alive. */
const PREDECESSOR_SECONDS = 45;
const PAUSE_MILLISECONDS = 500;

/**
 * What there is to train of a pack.
 *
 * @param configFile the sweep's, to which the paths in its trials' configs are relative
 */
export function packTasks(sweep: string, { trials }: PackFile, configFile: string): TrialTask[] {
  return trials.map(({ trial, run, config, until_epoch }) => ({
    trial,
    directory: join(sweep, run),
    config: parseConfig(config, configFile),
    untilEpoch: until_epoch,
  }));
}

/**
 * Waits for tasks that trained the same trials before, on nodes that have failed or are about to let go: whether a
 * process of another machine lives can be told only by what it writes.
 */
export async function waitForPredecessors(
  tasks: readonly TrialTask[],
  stopRequested: () => boolean,
  says: (text: string) => void,
): Promise<void> {
  const end = performance.now() + 1000 * PREDECESSOR_SECONDS;
  for (const { trial, directory } of tasks) {
    if (!(await isHeld(directory))) continue;
    says(`Trial ${trial}: waiting for the process that has trained it`);
    while ((await isHeld(directory)) && performance.now() < end && !stopRequested()) await wait(PAUSE_MILLISECONDS);
  }
}

async function isHeld(directory: string): Promise<boolean> {
  const { lock: path, status } = runPaths(directory);
  if (await fileExists(path)) {
    const lock = await RunLock.tryTake(directory, thisMachine);
    if (!lock) return true;
    await lock.release();
  }
  if (!(await fileExists(status))) return false;
  const state = displayState(await readStatus(directory), thisMachine);
  return state === 'running' || state === 'stopping';
}
