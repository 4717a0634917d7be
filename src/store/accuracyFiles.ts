import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { accuracyFileSchema, type AccuracyFile } from '../core/run/accuracyFile';
import { writeJsonAtomically } from './atomicFile';
import { fileExists } from './fileExists';
import { readJson } from './jsonFile';
import { quantaHome } from './quantaHome';

/** Where the measured accuracy of a model is kept: by its content, so that a copy elsewhere has it too. */
export function accuracyPath(sha256: string): string {
  return join(quantaHome(), 'accuracy', `${sha256}.json`);
}

/**
 * What was measured of the model with this hash; undefined where nothing was.
 * @throws UserError naming the file where it is not of that form
 */
export async function readAccuracy(sha256: string): Promise<AccuracyFile | undefined> {
  const path = accuracyPath(sha256);
  return (await fileExists(path)) ? readJson(path, accuracyFileSchema) : undefined;
}

export async function writeAccuracy(measured: AccuracyFile): Promise<void> {
  const path = accuracyPath(measured.sha256);
  await mkdir(dirname(path), { recursive: true });
  await writeJsonAtomically(path, measured);
}
