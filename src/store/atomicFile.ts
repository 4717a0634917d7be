import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { messageOf } from '../core/errors';

/** What a file is written from: text, bytes, or a sequence of parts. */
export type FileContent = string | Uint8Array | Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/**
 * Writes a file so that a reader, or the next start after a crash, finds the old content or the new, never a part:
 * into a temporary file beside it, flushed to the disk, which then takes the name.
 */
export async function writeFileAtomically(path: string, content: FileContent): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await writeFlushed(temporary, content);
    await retryWhileHeld(() => rename(temporary, path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw cannotWrite(path, error);
  }
}

/** Writes a value as indented JSON, atomically. */
export async function writeJsonAtomically(path: string, value: unknown): Promise<void> {
  await writeFileAtomically(path, JSON.stringify(value, null, 2) + '\n');
}

/** Names the file in an error of writing it: those of open files do not. */
export function cannotWrite(path: string, error: unknown): Error {
  return new Error(`cannot write ${path}: ${messageOf(error)}`, { cause: error });
}

/** Whether a file of this name was being written: a leftover, where no process writes it any more. */
export function isTemporary(name: string): boolean {
  return /\.[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\.tmp$/.test(name);
}

/** Removes what writers that were killed have left in a folder and, unless told otherwise, its subfolders. */
export async function removeTemporaries(folder: string, recursive = true): Promise<void> {
  const names = await readdir(folder, { recursive });
  await Promise.all(names.filter(isTemporary).map((name) => rm(join(folder, name))));
}

async function writeFlushed(path: string, content: FileContent): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await writeFile(file, content);
    await file.sync();
  } finally {
    await file.close();
  }
}

// Windows refuses to replace a file while another process has it open: a reader, an indexer, a virus scanner.
const heldCodes = new Set(['EPERM', 'EBUSY', 'EACCES']);
const pausesInMilliseconds = [5, 10, 20, 40, 80, 160, 320, 640, 1280];

/** Runs a file operation again, for up to 2.5 seconds, while it fails because another process holds the file. */
export async function retryWhileHeld<T>(operation: () => Promise<T>): Promise<T> {
  for (const pause of pausesInMilliseconds) {
    try {
      return await operation();
    } catch (error) {
      if (!heldCodes.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await wait(pause);
    }
  }
  return operation();
}
