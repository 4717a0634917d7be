import { rm } from 'node:fs/promises';
import { UserError } from '../core/errors';
import { writeFileAtomically } from './atomicFile';
import { fileExists } from './fileExists';
import { runPaths } from './runDirectory';
import { readText } from './textFile';

/** In UTF-16 units. */
export const MAX_NAME_LENGTH = 100;

/**
 * Reads the name that a user has given a run; undefined where there is none.
 * @throws UserError naming the file where it is not one line of text, or too long
 */
export async function readRunName(directory: string): Promise<string | undefined> {
  const { name: path } = runPaths(directory);
  if (!(await fileExists(path))) return undefined;
  return checked(await readText(path), path);
}

/**
 * Gives a run a name, less the white space around it; an empty one takes its name away.
 * @throws UserError where it has several lines or is too long
 */
export async function writeRunName(directory: string, name: string): Promise<void> {
  const { name: path } = runPaths(directory);
  const line = checked(name, 'the name of a run');
  if (line === undefined) await rm(path, { force: true });
  else await writeFileAtomically(path, `${line}\n`);
}

function checked(text: string, where: string): string | undefined {
  const line = text.trim();
  if (/[\r\n]/.test(line)) throw new UserError(`${where}: expected one line, found several`);
  if (line.length > MAX_NAME_LENGTH) {
    throw new UserError(`${where}: expected at most ${MAX_NAME_LENGTH} characters, found ${line.length}`);
  }
  return line === '' ? undefined : line;
}
