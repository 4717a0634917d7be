import { mkdir, readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { messageOf, UserError } from '../core/errors';
import { isTemporary } from '../store/atomicFile';
import { fileExists } from '../store/fileExists';
import { isTakeOver } from '../store/fileLock';
import { createRunDirectory } from '../store/runDirectory';

/** Files that an editor, or a sweep, may put into a directory before the run begins in it. */
const MADE_BEFORE_A_RUN = new Set([
  ...['request.json', 'name.txt', 'status.json', 'log.txt', 'stop', 'lock'],
  ...['job.json', 'outcome.json'],
]);

/**
 * Makes the directory of a new run: the one asked for, else one among the other runs.
 * @throws UserError where it cannot be made
 */
export async function makeDirectory(
  asked: string | undefined,
  runsFolder: string,
  config: string,
  now: Date,
): Promise<string> {
  try {
    if (asked === undefined) return await createRunDirectory(resolve(runsFolder), config, now);
    await mkdir(asked, { recursive: true });
    return asked;
  } catch (error) {
    throw new UserError(`cannot make the run's directory: ${messageOf(error)}; name another one with --run`);
  }
}

/**
 * Checks that a directory has nothing of anybody else's in it.
 * @throws UserError naming a file that is foreign to a run that has not begun
 */
export async function refuseForeign(directory: string): Promise<void> {
  if (!(await fileExists(directory))) return;
  const names = await readdir(directory).catch((error: unknown) => {
    throw new UserError(`cannot use ${directory} as a run's directory: ${messageOf(error)}`);
  });
  const other = names.find((name) => !MADE_BEFORE_A_RUN.has(name) && !isTemporary(name) && !isTakeOver(name));
  if (other === undefined) return;
  throw new UserError(`${directory}: a run needs a directory of its own, and this one has other files (${other})`);
}
