import { writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf, UserError } from '../../core/errors';
import type { RunStatus } from '../../core/run/runStatus';
import { displayState, isProcessGone, type Observer } from '../../store/displayState';
import { runPaths } from '../../store/runDirectory';
import { RunLock } from '../../store/runLock';
import { readStatus, writeStatus } from '../../store/statusFile';

/** How long a run that waits may be held by a window that is starting it. */
const START_MILLISECONDS = 2000;
const DEATH_MILLISECONDS = 5000;
const PAUSE_MILLISECONDS = 20;

/**
 * Takes a run that waits out of the queue, or asks one that trains to stop: it finishes its chunk, saves and ends.
 *
 * @throws UserError where it does neither
 */
export async function stopRun(directory: string, observer: Observer): Promise<void> {
  for (let waited = 0; ; waited += PAUSE_MILLISECONDS) {
    const status = await readStatus(directory);
    const state = displayState(status, observer);
    if (state === 'stopping') return;
    // A process that holds a run that waits is about to train it.
    if (state === 'running' || (state === 'queued' && waited >= START_MILLISECONDS)) {
      await askToStop(directory);
      return;
    }
    if (state !== 'queued') throw new UserError(`${directory}: nothing to stop: this run is ${state}`);
    if (await dequeue(directory, observer)) return;
    await wait(PAUSE_MILLISECONDS);
  }
}

async function askToStop(directory: string): Promise<void> {
  try {
    // Whatever has that name is left alone: it may be a link to another file, and it asks for the same.
    await writeFile(runPaths(directory).stop, '', { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/** False where another process holds the run, or it waits no more. */
async function dequeue(directory: string, observer: Observer): Promise<boolean> {
  const lock = await RunLock.tryTake(directory, observer);
  if (!lock) return false;
  try {
    const status = await readStatus(directory);
    if (status.state !== 'queued') return false;
    await writeStatus(directory, { ...status, state: 'stopped' });
    return true;
  } finally {
    await lock.release();
  }
}

/**
 * Ends the process that trains a run at once, and waits until it is gone. What it learned since its last checkpoint is
 * lost.
 *
 * @param isOurs whether this process has started a process of that number, which still runs
 * @throws UserError where no process trains the run, it is another machine's, or may be another process by now
 */
export async function killRun(directory: string, observer: Observer, isOurs: (pid: number) => boolean): Promise<void> {
  const status = await readStatus(directory);
  refuseKill(directory, status, observer, isOurs);
  const { pid } = status;
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself a moment ago.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return;
    throw new UserError(`${directory}: cannot kill process ${pid}: ${messageOf(error)}`);
  }
  for (let waited = 0; waited < DEATH_MILLISECONDS && !isProcessGone(status, observer); waited += PAUSE_MILLISECONDS) {
    await wait(PAUSE_MILLISECONDS);
  }
  if (!isProcessGone(status, observer)) throw new UserError(`${directory}: process ${pid} was killed, and is not gone`);
}

function refuseKill(directory: string, status: RunStatus, observer: Observer, isOurs: (pid: number) => boolean): void {
  const { pid, host, state } = status;
  if (state !== 'running' && state !== 'stopping') {
    throw new UserError(`${directory}: no process to kill: this run is ${state}`);
  }
  if (host !== observer.host) {
    throw new UserError(`${directory}: process ${pid} that trains this run is on ${host}: end it there`);
  }
  if (isProcessGone(status, observer)) throw new UserError(`${directory}: process ${pid} is gone already`);
  // The system gives the number of a process that is gone to another one, which must not be hit.
  if (displayState(status, observer) === 'dead' && !isOurs(pid)) {
    throw new UserError(
      `${directory}: process ${pid} has not said since ${status.heartbeat} that it trains this run, and may be another ` +
        'one by now: look what it is, and end it yourself if it is still this run’s',
    );
  }
}
