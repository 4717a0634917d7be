import { rm } from 'node:fs/promises';
import { canResume } from '../../core/run/activity';
import { messageOf, UserError } from '../../core/errors';
import type { RequestFile } from '../../core/run/requestFile';
import type { RunStatus } from '../../core/run/runStatus';
import { displayState, type Observer } from '../../store/displayState';
import { fileExists } from '../../store/fileExists';
import { writeRequestFile } from '../../store/requestFile';
import { createRunDirectory, runPaths } from '../../store/runDirectory';
import { RunLock } from '../../store/runLock';
import { readStatus, writeStatus } from '../../store/statusFile';
import { sweepPaths } from '../../store/sweepDirectory';

/**
 * Makes the directory of a run that waits for this process to start it.
 *
 * @param moment when it was queued: it decides its place in the queue
 * @returns the directory
 * @throws UserError where it cannot be made; then nothing of it is left
 */
export async function createQueuedRun(
  runsFolder: string,
  request: Omit<RequestFile, 'created'>,
  observer: Observer,
  moment: Date,
): Promise<string> {
  let directory: string | undefined;
  try {
    directory = await createRunDirectory(runsFolder, request.config.file, moment);
    await writeRequestFile(directory, { ...request, created: moment.toISOString() });
    await writeStatus(directory, queued(undefined, observer, moment));
    return directory;
  } catch (error) {
    if (directory !== undefined) await rm(directory, { recursive: true, force: true });
    throw new UserError(`cannot make a run in ${runsFolder}: ${messageOf(error)}`);
  }
}

/**
 * Lets a run that was stopped, failed or died wait for this process to start it again.
 *
 * @param moment when: it decides its place in the queue
 * @throws UserError where the run does not stand so that it could go on
 */
export async function queueAgain(directory: string, observer: Observer, moment: Date): Promise<void> {
  const { request, stop, status: statusFile } = runPaths(directory);
  const lock = await RunLock.take(directory, observer);
  try {
    if (!(await hasBegun(directory)) && !(await fileExists(request))) {
      throw new UserError(`${directory}: there is no run here to resume (no run.json and no request.json)`);
    }
    const status = (await fileExists(statusFile)) ? await readStatus(directory) : undefined;
    if (status) refuseActiveOrDone(directory, status, observer);
    // Whoever resumes a run wants it to go on, whatever was asked of it before.
    await rm(stop, { force: true });
    await writeStatus(directory, queued(status, observer, moment));
  } finally {
    await lock.release();
  }
}

function refuseActiveOrDone(directory: string, status: RunStatus, observer: Observer): void {
  const state = displayState(status, observer);
  if (canResume(state)) return;
  const reasons: Partial<Record<typeof state, string>> = {
    queued: 'it waits for its turn already',
    done: 'it is finished; train its config again to begin a new one',
  };
  const why = reasons[state] ?? `process ${status.pid} on ${status.host} is training it`;
  throw new UserError(`${directory}: this run cannot be resumed: ${why}`);
}

async function hasBegun(directory: string): Promise<boolean> {
  return (await fileExists(runPaths(directory).run)) || fileExists(sweepPaths(directory).sweep);
}

/** The status of a run that waits; what an earlier process has achieved stays. */
function queued(before: RunStatus | undefined, { host }: Observer, moment: Date): RunStatus {
  const { progress, result } = before ?? { progress: null, result: null };
  const sweep = before?.sweep === undefined ? {} : { sweep: before.sweep };
  const heartbeat = moment.toISOString();
  return { state: 'queued', pid: process.pid, host, heartbeat, progress, result, error: null, ...sweep };
}
