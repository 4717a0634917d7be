import { appendFile } from 'node:fs/promises';
import type { RunStatus } from '../core/run/runStatus';
import { isProcessGone, type Observer } from './displayState';
import { runPaths } from './runDirectory';
import { RunLock } from './runLock';
import { readStatus, writeStatus } from './statusFile';

/** How a process ended, where the one that started it still lives to be told. */
export interface ProcessExit {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
}

/**
 * Marks a run as failed whose process is gone from this machine without having said how it ended: nobody else will.
 * Where another process resumes it at the same moment, that one has it.
 *
 * @returns whether the run was marked
 * @throws UserError where its status cannot be read, and an error naming the file that cannot be written
 */
export async function markDeadAsFailed(directory: string, observer: Observer, exit?: ProcessExit): Promise<boolean> {
  if (!isDead(await readStatus(directory), observer)) return false;
  const lock = await RunLock.tryTake(directory, observer);
  if (!lock) return false;
  try {
    // The process may have said it after all, or another one may have resumed the run.
    const status = await readStatus(directory);
    if (!isDead(status, observer)) return false;
    await recordFailure(directory, status, deathNotice(exit), observer.now());
    return true;
  } finally {
    await lock.release();
  }
}

/** Says in a run's status and log why it failed. Whoever does so holds the run. */
export async function recordFailure(directory: string, status: RunStatus, error: string, now: Date): Promise<void> {
  await writeStatus(directory, { ...status, state: 'failed', error });
  await appendFile(runPaths(directory).log, `${now.toISOString()} Failed: ${error}\n`);
}

function isDead(status: RunStatus, observer: Observer): boolean {
  return (status.state === 'running' || status.state === 'stopping') && isProcessGone(status, observer);
}

function deathNotice(exit: ProcessExit | undefined): string {
  const how = exit === undefined ? '' : exit.signal === null ? ` (exit code ${exit.code})` : ` (${exit.signal})`;
  return (
    `The training process ended without saying why${how}: it was killed, crashed or ran out of memory. ` +
    'See log.txt; resuming continues from its last checkpoint.'
  );
}
