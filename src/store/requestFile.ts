import { isAbsolute } from 'node:path';
import { UserError } from '../core/errors';
import { requestFileSchema, type RequestFile } from '../core/run/requestFile';
import { writeJsonAtomically } from './atomicFile';
import { fileExists } from './fileExists';
import { readJson } from './jsonFile';
import { runPaths } from './runDirectory';

/**
 * Reads `request.json`; undefined where nothing was asked for.
 * @throws UserError naming the file where it is broken, or has a path that is not absolute
 */
export async function readRequestFile(directory: string): Promise<RequestFile | undefined> {
  const { request: path } = runPaths(directory);
  if (!(await fileExists(path))) return undefined;
  return checked(await readJson(path, requestFileSchema), path);
}

/**
 * Writes `request.json`, so that a reader sees none or all of it.
 * @throws UserError where it has a path that is not absolute
 */
export async function writeRequestFile(directory: string, request: RequestFile): Promise<void> {
  const { request: path } = runPaths(directory);
  await writeJsonAtomically(path, checked(request, path));
}

/** What a relative path means would depend on who reads it. */
function checked(request: RequestFile, path: string): RequestFile {
  for (const named of [request.workspace, request.config.file]) {
    if (!isAbsolute(named)) throw new UserError(`${path}: expected an absolute path, found ${named}`);
  }
  return request;
}
