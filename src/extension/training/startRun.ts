import type { RequestFile } from '../../core/run/requestFile';
import type { RunStatus } from '../../core/run/runStatus';
import { messageOf } from '../../core/errors';
import { recordFailure } from '../../store/deadRun';
import { isProcessGone, type Observer } from '../../store/displayState';
import { readRequestFile } from '../../store/requestFile';
import { RunLock } from '../../store/runLock';
import { readStatus, writeStatus } from '../../store/statusFile';
import { NodeError } from './nodeError';
import type { TrainingProcess } from './trainingProcess';

/** Starts the process that trains the run in a directory; the request is what the run is to begin with. */
export type Launch = (directory: string, request: RequestFile | undefined) => Promise<TrainingProcess>;

/** Starts training processes. */
export interface Launcher {
  /**
   * Finds out what the next launch needs and may take long, before anything is held for it.
   * @throws what keeps every run from starting
   */
  prepare(): Promise<Launch>;
}

/** Whether a run waits for this process to start it: it queued it, or the process that did is gone from this machine. */
export function waitsForUs(status: RunStatus | undefined, observer: Observer): boolean {
  if (status?.state !== 'queued') return false;
  return (status.pid === process.pid && status.host === observer.host) || isProcessGone(status, observer);
}

/**
 * Starts a run that waits for this process, and announces its process in its status, so that from now on every window
 * sees it train, or end. Until it is announced this process holds the run: no other window starts it as well, and what
 * the new process has to say comes after.
 *
 * @returns undefined where the run waits no more: it was stopped, another process holds it, or it cannot be started and
 * was marked as failed for that
 * @throws NodeError where no run can be started, and this one waits on
 */
export async function startRun(
  directory: string,
  launch: Launch,
  observer: Observer,
): Promise<TrainingProcess | undefined> {
  const lock = await RunLock.tryTake(directory, observer);
  if (!lock) return undefined;
  try {
    const status = await readStatus(directory);
    if (!waitsForUs(status, observer)) return undefined;
    const started = await launchOrFail(directory, status, launch, observer);
    if (!started) return undefined;
    const heartbeat = observer.now().toISOString();
    const { pid } = started;
    await writeStatus(directory, { ...status, state: 'running', pid, host: observer.host, heartbeat, result: null });
    return started;
  } finally {
    await lock.release();
  }
}

async function launchOrFail(
  directory: string,
  status: RunStatus,
  launch: Launch,
  observer: Observer,
): Promise<TrainingProcess | undefined> {
  try {
    return await launch(directory, await readRequestFile(directory));
  } catch (error) {
    if (error instanceof NodeError) throw error;
    await recordFailure(directory, status, messageOf(error), observer.now());
    return undefined;
  }
}
