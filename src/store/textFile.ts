import { readFile } from 'node:fs/promises';
import { messageOf, UserError } from '../core/errors';

/**
 * Reads a UTF-8 text file, without its byte order mark.
 * @throws UserError naming the file where it is missing, cannot be read, or is in another encoding
 */
export async function readText(path: string): Promise<string> {
  const bytes = await readBytes(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new UserError(`${path}: expected UTF-8 text, found another encoding: save the file as UTF-8`);
  }
}

async function readBytes(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new UserError(
      isMissing(error) ? `${path}: there is no such file` : `cannot read ${path}: ${messageOf(error)}`,
    );
  }
}

/** Whether a file operation failed because nothing is at the path. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
