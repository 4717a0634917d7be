import { stat } from 'node:fs/promises';
import { messageOf } from '../core/errors';
import type { QualityFile } from '../core/run/qualityFile';
import { analysisPaths, readAnalysis } from './analysisFiles';
import { isMissing } from './textFile';

/** What is known of a folder's `quality.json`. */
interface Known {
  readonly version: string;
  readonly quality: Promise<QualityFile | undefined>;
}

/** The `quality.json` of many folders, each read again only when it is another file. */
export class QualityFiles {
  private readonly known = new Map<string, Known>();

  /** @param onProblem is told of each file that cannot be read, once */
  constructor(private readonly onProblem: (problem: string) => void) {}

  /** What tells a folder's `quality.json` from those before; undefined where there is none. */
  static async versionOf(directory: string): Promise<string | undefined> {
    try {
      // Each is a new file, moved to its place.
      const { mtimeMs, size, ino } = await stat(analysisPaths(directory, '').quality);
      return [mtimeMs, size, ino].join();
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  /** How good the SAE of a folder is; undefined where it was not analysed, or the file cannot be read. */
  async read(directory: string): Promise<QualityFile | undefined> {
    const version = await QualityFiles.versionOf(directory);
    if (version === undefined) {
      this.known.delete(directory);
      return undefined;
    }
    const before = this.known.get(directory);
    if (before?.version === version) return before.quality;
    const quality = readAnalysis.quality(directory).catch((error: unknown) => {
      this.onProblem(messageOf(error));
      return undefined;
    });
    this.known.set(directory, { version, quality });
    return quality;
  }
}
