import { open } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { openPromise, type Entry, type ZipFile } from 'yauzl';
import { messageOf, UserError } from '../../core/errors';
import { cannotWrite } from '../atomicFile';

/**
 * Unpacks files of a zip, and checks what was unpacked by the zip's own lengths and CRC-32s.
 *
 * @param targets paths to write by the names of entries
 * @throws UserError where the zip is damaged or lacks one of them; an error naming the file where that cannot be written
 */
export async function unpack(zip: string, targets: ReadonlyMap<string, string>, signal?: AbortSignal): Promise<void> {
  const file = await openPromise(zip, { autoClose: false }).catch((error: unknown) => {
    throw damaged(zip, error);
  });
  try {
    const entries = await entriesOf(zip, file);
    const missing = [...targets.keys()].filter((name) => !entries.has(name));
    if (missing.length > 0) throw new UserError(`${zip}: this package has no ${missing.join(', ')}`);
    for (const [name, target] of targets) {
      await writeFlushed(target, contentOf(zip, file, entries.get(name)!, signal));
    }
  } finally {
    file.close();
  }
}

async function entriesOf(zip: string, file: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>();
  try {
    for await (const entry of file.eachEntry()) entries.set(entry.fileName, entry);
    return entries;
  } catch (error) {
    throw damaged(zip, error);
  }
}

async function* contentOf(zip: string, file: ZipFile, entry: Entry, signal?: AbortSignal): AsyncGenerator<Buffer> {
  let sum = 0;
  try {
    for await (const piece of await file.openReadStreamPromise(entry)) {
      signal?.throwIfAborted();
      sum = crc32(piece as Buffer, sum);
      yield piece as Buffer;
    }
    if (sum !== entry.crc32) throw new Error(`${entry.fileName} has another CRC-32 than its entry says`);
  } catch (error) {
    signal?.throwIfAborted();
    throw damaged(zip, error);
  }
}

function damaged(zip: string, error: unknown): UserError {
  return new UserError(`${zip}: the package is damaged: ${messageOf(error)}; fetch it again`);
}

async function writeFlushed(path: string, content: AsyncIterable<Buffer>): Promise<void> {
  const file = await open(path, 'wx').catch((error: unknown) => {
    throw cannotWrite(path, error);
  });
  try {
    for await (const piece of content) {
      await file.appendFile(piece).catch((error: unknown) => {
        throw cannotWrite(path, error);
      });
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
