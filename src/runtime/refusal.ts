import type { RunStatus } from '../core/run/runStatus';
import { messageOf } from '../core/errors';
import { thisMachine } from '../store/displayState';
import { fileExists } from '../store/fileExists';
import { runPaths } from '../store/runDirectory';
import { RunLock } from '../store/runLock';
import { readStatus, writeStatus } from '../store/statusFile';
import { LogFile } from './runReporter';

/** Whether an editor has announced that this process trains the run, as it does when it starts one. */
export function isAnnounced({ state, pid, host }: RunStatus): boolean {
  return state === 'running' && pid === process.pid && host === thisMachine.host;
}

/**
 * Says in a run's status and log why it was not begun or resumed, where this process was announced to train it: whoever
 * watches the run waits for that. A run that another process holds is that one's, and left alone.
 */
export async function recordRefusal(directory: string, error: unknown): Promise<void> {
  try {
    if (await isExpected(directory)) await record(directory, messageOf(error));
  } catch {
    // Where the directory cannot be read or written, that is mostly what failed: the caller says it.
  }
}

/** Whether this process is announced, or its starter is about to announce it. */
async function isExpected(directory: string): Promise<boolean> {
  if (!(await fileExists(runPaths(directory).status))) return false;
  const status = await readStatus(directory);
  return isAnnounced(status) || (status.state === 'queued' && status.host === thisMachine.host);
}

async function record(directory: string, message: string): Promise<void> {
  const lock = await RunLock.take(directory, thisMachine, process.ppid);
  try {
    const status = await readStatus(directory);
    if (!isAnnounced(status)) return;
    await writeStatus(directory, { ...status, state: 'failed', error: message });
    new LogFile(directory).fails(message);
  } finally {
    await lock.release();
  }
}
