import { bestFileSchema, type BestFile } from '../core/sweep/bestFile';
import type { ImportanceFile } from '../core/sweep/importanceFile';
import { sweepFileSchema, type SweepFile } from '../core/sweep/sweepFile';
import { writeJsonAtomically } from './atomicFile';
import { readJson } from './jsonFile';
import { sweepPaths } from './sweepDirectory';

/** Throws a UserError naming the file where it is missing or broken. */
export async function readSweepFile(directory: string): Promise<SweepFile> {
  return readJson(sweepPaths(directory).sweep, sweepFileSchema);
}

/** Writes `sweep.json` into a sweep's directory, atomically. */
export async function writeSweepFile(directory: string, file: SweepFile): Promise<void> {
  await writeJsonAtomically(sweepPaths(directory).sweep, file);
}

/** Throws a UserError naming the file where it is missing or broken. */
export async function readBestFile(directory: string): Promise<BestFile> {
  return readJson(sweepPaths(directory).best, bestFileSchema);
}

/** Replaces `best.json` in a sweep's directory, so that a reader sees the old one or the new one, whole. */
export async function writeBestFile(directory: string, file: BestFile): Promise<void> {
  await writeJsonAtomically(sweepPaths(directory).best, file);
}

/** Replaces `importance.json` in a sweep's directory, so that a reader sees the old one or the new one, whole. */
export async function writeImportanceFile(directory: string, file: ImportanceFile): Promise<void> {
  await writeJsonAtomically(sweepPaths(directory).importance, file);
}
