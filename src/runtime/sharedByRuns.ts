import type { Transformer } from '../core/transformer/parts';
import { sha256OfFile } from '../store/fileHash';
import { loadTransformer, readModelFile, type ModelFile } from '../store/modelFile';
import { chooseForRun } from './providers/chooseForRun';

/**
 * What the runs of one process have in common, so that it is read, hashed and tried once for all of them. Each of its
 * functions does what the function of the same name does for a run by itself.
 */
export interface SharedByRuns {
  readonly readModelFile: (path: string) => Promise<ModelFile>;
  readonly sha256OfFile: (path: string) => Promise<string>;
  readonly loadTransformer: (model: ModelFile, layers: number) => Promise<Transformer>;
  readonly chooseForRun: typeof chooseForRun;
}

/** For a run by itself. */
export const NOTHING_SHARED: SharedByRuns = { readModelFile, sha256OfFile, loadTransformer, chooseForRun };

/** For runs that begin and end while the process lives. Files are taken to stay what they are. */
export function shareAmongRuns(): SharedByRuns {
  const choose = remembered(chooseForRun, ({ config, provider: { asked, asked_by }, device }) => {
    return JSON.stringify([asked, asked_by, device, config.resolved.precision]);
  });
  return {
    readModelFile: remembered(readModelFile, (path) => path),
    sha256OfFile: remembered(sha256OfFile, (path) => path),
    loadTransformer: remembered(loadTransformer, ({ path }, layers) => `${layers} ${path}`),
    chooseForRun: async (record, origin) => {
      const { record: other, provider } = await choose(record, origin);
      return { record: { ...record, provider: other.provider }, provider };
    },
  };
}

/** A function that is called once for each key; what fails is tried again. */
function remembered<Arguments extends unknown[], Result>(
  call: (...given: Arguments) => Promise<Result>,
  keyOf: (...given: Arguments) => string,
): (...given: Arguments) => Promise<Result> {
  const results = new Map<string, Promise<Result>>();
  return (...given) => {
    const key = keyOf(...given);
    const known = results.get(key);
    if (known) return known;
    const result = call(...given);
    results.set(key, result);
    result.catch(() => results.delete(key));
    return result;
  };
}
