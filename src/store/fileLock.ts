import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { isAlive, type Observer } from './displayState';
import { isMissing } from './textFile';

/** What a lock says of the process that holds it. */
interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}

/**
 * A file by which one process at a time holds something. It lives by the rule of a run's status: it is dead when its
 * process is gone from this host, or was not renewed for 30 seconds.
 */
export class FileLock {
  private constructor(
    private readonly path: string,
    private readonly holder: Holder,
  ) {}

  /** Takes the lock, from a dead process where one holds it; undefined where another process holds it. */
  static async tryTake(path: string, observer: Observer): Promise<FileLock | undefined> {
    const holder = { id: randomUUID(), pid: process.pid, host: observer.host };
    const taken = (await create(path, holder)) || ((await removeDead(path, observer)) && (await create(path, holder)));
    return taken ? new FileLock(path, holder) : undefined;
  }

  /** Says that the process lives. */
  async renew(): Promise<void> {
    const now = new Date();
    await utimes(this.path, now, now);
  }

  /** Gives it up; the lock of a process that has taken it over meanwhile stays. */
  async release(): Promise<void> {
    if ((await readHolder(this.path))?.id === this.holder.id) await rm(this.path, { force: true });
  }
}

/** The process that holds a lock; undefined where none does, or it has not written the lock yet. */
export async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
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
