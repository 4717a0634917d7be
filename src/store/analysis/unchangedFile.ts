import { stat } from 'node:fs/promises';
import { UserError } from '../../core/errors';
import type { Source } from '../../core/formats/source';
import { withFile } from '../fileSource';

/**
 * A file of which parts are read now and then. It is not kept open, which on some systems would keep it from being
 * replaced; where it has been, what was noted of it is worth nothing any more.
 */
export class UnchangedFile {
  private constructor(
    readonly path: string,
    private readonly stamp: string,
  ) {}

  /** @throws UserError where there is no such file */
  static async open<T>(path: string, use: (source: Source) => Promise<T>): Promise<{ file: UnchangedFile; found: T }> {
    return withFile(path, async (source) => {
      const file = new UnchangedFile(path, await stampOf(path));
      return { file, found: await use(source) };
    });
  }

  /** @throws UserError where the file is not the one that was opened */
  async read<T>(use: (source: Source) => Promise<T>): Promise<T> {
    return withFile(this.path, async (source) => {
      // Only after it was opened: what is open stays the same whatever takes its place.
      if ((await stampOf(this.path)) !== this.stamp) {
        throw new UserError(`${this.path}: the file has been replaced meanwhile, by another analysis; open it again`);
      }
      return use(source);
    });
  }
}

async function stampOf(path: string): Promise<string> {
  const { ino, size, mtimeMs } = await stat(path);
  return [ino, size, mtimeMs].join();
}
