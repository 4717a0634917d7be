import { randomUUID } from 'node:crypto';
import { link, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { writeFileAtomically } from './atomicFile';
import { isAlive, type Observer } from './displayState';
import { isMissing } from './textFile';

/** What a lock says of the process that holds it. */
interface Holder {
  readonly id: string;
  readonly pid: number;
  readonly host: string;
}

const DEAD = '.dead';

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
    const take = () => create(path, holder);
    // Whoever held it may have let it go meanwhile.
    const taken = (await take()) || (await takeOver(path, holder, observer)) || (await take());
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

/** Whether a file of this name is the right to take over the lock of a dead process: left by one that died as it did. */
export function isTakeOver(name: string): boolean {
  return name.endsWith(DEAD);
}

/** The process that holds a lock; undefined where none does, or it has not written the lock yet. */
export async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

/**
 * False where there is a lock already: the file system itself decides it. The lock is whole from its first moment: a
 * process that is killed while it writes one would leave a lock of nobody, which is respected until it is old.
 */
async function create(path: string, holder: Holder): Promise<boolean> {
  const content = JSON.stringify(holder);
  const whole = `${path}.${randomUUID()}.tmp`;
  await writeFile(whole, content, { flag: 'wx' });
  try {
    return await created(() => link(whole, path));
  } catch (error) {
    // Only who holds the lock removes the temporary files of others.
    if (isMissing(error)) return false;
    // Not every file system has links.
    return await created(() => writeFile(path, content, { flag: 'wx' }));
  } finally {
    await rm(whole, { force: true });
  }
}

/** False where the file to be created is there already. */
async function created(create: () => Promise<void>): Promise<boolean> {
  try {
    await create();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Takes the lock of a dead process over; false where there is none. Several may find it, and one must not take what
 * another has just taken over: whoever holds a lock named after the dead one may.
 */
async function takeOver(path: string, holder: Holder, observer: Observer): Promise<boolean> {
  const dead = await deadLock(path, observer);
  if (dead === undefined) return false;
  const right = await FileLock.tryTake(`${path}.${dead}${DEAD}`, observer);
  if (!right) return false;
  try {
    if ((await deadLock(path, observer)) !== dead) return false;
    await writeFileAtomically(path, JSON.stringify(holder));
    return true;
  } finally {
    await right.release();
  }
}

/** What the lock of a dead process is known by; undefined where there is no lock, or one of a process that lives. */
async function deadLock(path: string, observer: Observer): Promise<string | undefined> {
  try {
    const [holder, { mtime }] = [await readHolder(path), await stat(path)];
    const { pid, host = observer.host } = holder ?? {};
    return isAlive({ pid, host, heartbeat: mtime }, observer) ? undefined : (holder?.id ?? 'unwritten');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
