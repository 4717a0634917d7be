import { setTimeout as wait } from 'node:timers/promises';
import { UserError } from '../core/errors';
import type { Observer } from './displayState';
import { FileLock, readHolder } from './fileLock';
import { runPaths } from './runDirectory';

const HANDOVER_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 20;

/**
 * Holds a run, or a sweep, for one process, so that of several that start at the same moment only one trains it, and
 * nobody changes what its status says while another does.
 */
export class RunLock {
  private constructor(private readonly lock: FileLock) {}

  /**
   * Takes a run, from a dead process where one holds it.
   *
   * @param starter the process that may be holding the run while it starts this one: it is waited for, since it lets go
   *   in a moment
   * @param doing what whoever holds it does, for the message
   * @throws UserError where another process holds it
   */
  static async take(
    directory: string,
    observer: Observer,
    starter?: number,
    doing: 'training this run' | 'running this sweep' = 'training this run',
  ): Promise<RunLock> {
    for (let waited = 0; ; waited += PAUSE_MILLISECONDS) {
      const lock = await RunLock.tryTake(directory, observer);
      if (lock) return lock;
      const holder = await readHolder(runPaths(directory).lock);
      const letsGo = starter !== undefined && (holder === undefined || holder.pid === starter);
      if (!letsGo || waited >= HANDOVER_MILLISECONDS) {
        const which = holder ? `: process ${holder.pid} on ${holder.host}` : '';
        throw new UserError(`${directory}: another process is ${doing}${which}`);
      }
      await wait(PAUSE_MILLISECONDS);
    }
  }

  /** Takes a run, from a dead process where one holds it; undefined where another process holds it. */
  static async tryTake(directory: string, observer: Observer): Promise<RunLock | undefined> {
    const lock = await FileLock.tryTake(runPaths(directory).lock, observer);
    return lock && new RunLock(lock);
  }

  /** Says that the process lives. */
  async renew(): Promise<void> {
    await this.lock.renew();
  }

  /** Gives the run up; the lock of a process that has taken it over meanwhile stays. */
  async release(): Promise<void> {
    await this.lock.release();
  }
}
