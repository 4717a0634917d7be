import { isAbsolute, join, relative } from 'node:path';
import { hubCacheFolder } from '../store/hubCache';
import type { ModelFolders } from '../store/modelSearch';

/** Where runs are made unless `--run` says otherwise. */
export const RUNS_FOLDER = join('.quanta', 'runs');

/** The command of this program. */
export const THIS_PROGRAM: readonly string[] = [process.execPath, __filename];

/** Where models are looked for by name: the current directory, the Hugging Face cache, the bundled models. */
export function modelFolders(): ModelFolders {
  return {
    workspace: process.cwd(),
    hubCache: hubCacheFolder(),
    // Beside the bundle's folder, dist/.
    bundled: join(__dirname, '..', 'media', 'samples'),
  };
}

/** A path as a person in the current directory would write it. */
export function shownPath(path: string): string {
  const fromHere = relative('', path);
  return fromHere.startsWith('..') || isAbsolute(fromHere) ? path : fromHere;
}
