import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { messageOf, UserError } from '../core/errors';
import { requireWithin } from '../core/formats/source';
import type { Source } from '../core/formats/source';
import { isMissing } from './textFile';

/**
 * Opens a file, hands it to `use` and closes it, so that what is read lazily must be read within `use`.
 * @throws UserError where there is no such file or it cannot be read
 */
export async function withFile<T>(path: string, use: (source: Source) => Promise<T>): Promise<T> {
  const file = await openFile(path);
  try {
    return await use(file);
  } finally {
    await file.close();
  }
}

/** The operating systems refuse 2^31 bytes at once. */
const maxReadBytes = 2 ** 30;

/** A file that stays open until `close`; reads are positional, so that several may run at once. */
class FileSource implements Source {
  constructor(
    readonly name: string,
    readonly size: number,
    private readonly handle: FileHandle,
  ) {}

  async read(offset: number, length: number): Promise<Uint8Array> {
    requireWithin(this, offset, length);
    const bytes = new Uint8Array(length);
    let done = 0;
    while (done < length) {
      const { bytesRead } = await this.handle.read(bytes, done, Math.min(length - done, maxReadBytes), offset + done);
      if (bytesRead === 0) throw new UserError(`${this.name}: the file became shorter while it was read`);
      done += bytesRead;
    }
    return bytes;
  }

  async close(): Promise<void> {
    await this.handle.close();
  }
}

async function openFile(path: string): Promise<FileSource> {
  try {
    const handle = await open(path);
    const stats = await handle.stat();
    if (stats.isFile()) return new FileSource(path, stats.size, handle);
    await handle.close();
  } catch (error) {
    throw new UserError(
      isMissing(error) ? `${path}: there is no such file` : `cannot read ${path}: ${messageOf(error)}`,
    );
  }
  throw new UserError(`${path}: expected a file, found a directory or a device`);
}
