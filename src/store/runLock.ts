import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { messageOf, UserError } from '../core/errors';
import type { Observer } from './displayState';
import { runPaths } from './runDirectory';
import { isMissing } from './textFile';

const MILLISECONDS_TO_WRITE = 2000;

/**
 * Takes a run for this process, so that of two that start at the same moment only one trains it; a run that has been
 * trained for a while is known by its status. The lock of a process that is gone is taken over.
 *
 * @returns releases the run
 * @throws UserError where another process of this machine holds the run
 */
export async function lockRun(directory: string, observer: Observer): Promise<() => Promise<void>> {
  const path = runPaths(directory).lock;
  const lock = JSON.stringify({ pid: process.pid, host: observer.host });
  if (!(await create(path, lock))) {
    const holder = await holderOf(path, observer);
    const help = `if that is no process of Quanta, remove ${path}`;
    if (holder !== undefined) throw new UserError(`${directory}: ${holder} is training this run; ${help}`);
    await writeFile(path, lock);
  }
  return () => rm(path, { force: true });
}

/** False where there is a lock already: the file system itself decides it. */
async function create(path: string, content: string): Promise<boolean> {
  try {
    await writeFile(path, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** The process of this machine that holds a lock; undefined where none does any more. */
async function holderOf(path: string, observer: Observer): Promise<string | undefined> {
  try {
    const text = await readFile(path, 'utf8');
    if (text === '') return (await isFresh(path, observer)) ? 'a process that has just begun' : undefined;
    const { pid, host } = JSON.parse(text) as { pid: number; host: string };
    return host === observer.host && observer.isProcessAlive(pid) ? `process ${pid}` : undefined;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new UserError(`${path}: not a lock of Quanta (${messageOf(error)}); remove it`);
  }
}

/** Whether its process may be about to write its number: a moment after the file is made. */
async function isFresh(path: string, observer: Observer): Promise<boolean> {
  return observer.now().getTime() - (await stat(path)).mtimeMs < MILLISECONDS_TO_WRITE;
}
