import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { messageOf, UserError } from '../core/errors';

/** Far larger than any text that we read whole. */
const MOST_MEGABYTES = 64;

/**
 * Reads a UTF-8 text file, without its byte order mark.
 * @throws UserError naming the file where it is missing, cannot be read, is far too large, or is in another encoding
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
  const parts: Buffer[] = [];
  let length = 0;
  try {
    for await (const part of createReadStream(path) as AsyncIterable<Buffer>) {
      parts.push(part);
      length += part.length;
      if (length > MOST_MEGABYTES * 2 ** 20) throw new Error(`it has more than ${MOST_MEGABYTES} MB`);
    }
  } catch (error) {
    throw new UserError(
      isMissing(error) ? `${path}: there is no such file` : `cannot read ${path}: ${messageOf(error)}`,
    );
  }
  return Buffer.concat(parts);
}

/** The text of a file that may well be missing: then there is none. */
export async function readOrEmpty(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return '';
    throw error;
  }
}

/** Whether a file operation failed because nothing is at the path. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
