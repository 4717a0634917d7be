import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { UserError } from '../core/errors';
import { isAlive, type Observer } from './displayState';
import { runPaths } from './runDirectory';
import { isMissing } from './textFile';

/** What a lock says of the process that holds it. */
interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * Holds a run for one process, so that of several that start at the same moment only one trains it. A lock lives by the
 * rule of a run's status: it is dead when its process is gone from this host, or was not renewed for 30 seconds.
 */
export class RunLock {
  private constructor(
    private readonly path: string,
    private readonly holder: Holder,
  ) {}

  /**
   * Takes a run, from a dead process where one holds it.
   *
   * @throws UserError where another process holds it
   */
  static async take(directory: string, observer: Observer): Promise<RunLock> {
    const { lock: path } = runPaths(directory);
    const holder = { id: randomUUID(), pid: process.pid, host: observer.host };
    if (!(await create(path, holder)) && !((await removeDead(path, observer)) && (await create(path, holder)))) {
      throw new UserError(`${directory}: another process is training this run${await holderText(path)}`);
    }
    return new RunLock(path, holder);
  }

  /** Says that the process lives. */
  async renew(): Promise<void> {
    const now = new Date();
    await utimes(this.path, now, now);
  }

  /** Gives the run up; the lock of a process that has taken it over meanwhile stays. */
  async release(): Promise<void> {
    if ((await readHolder(this.path))?.id === this.holder.id) await rm(this.path, { force: true });
  }
}

/** False where there is a lock already: the file system itself decides it. */
async function create(path: string, holder: Holder): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** True where there is no lock any more. */
async function removeDead(path: string, observer: Observer): Promise<boolean> {
  try {
    const [holder, { mtime }] = [await readHolder(path), await stat(path)];
    if (isAlive({ pid: holder?.pid, host: holder?.host ?? observer.host, heartbeat: mtime }, observer)) return false;
    // Of several that find the same dead lock, one can move it away; another might have moved the lock of that one.
    const moved = `${path}.${randomUUID()}`;
    await rename(path, moved);
    const mistaken = (await readHolder(moved))?.id !== holder?.id;
    if (mistaken) await rename(moved, path);
    else await rm(moved);
    return !mistaken;
  } catch (error) {
    if (isMissing(error)) return true;
    throw error;
  }
}

/** Undefined where there is no lock, or its process has not written it yet. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

async function holderText(path: string): Promise<string> {
  const holder = await readHolder(path);
  return holder ? `: process ${holder.pid} on ${holder.host}` : '';
}
