import { runFileSchema, type RunFile } from '../core/run/runFile';
import { writeJsonAtomically } from './atomicFile';
import { readJson } from './jsonFile';
import { runPaths } from './runDirectory';

/** Throws a UserError naming the file where it is missing or broken. */
export async function readRunFile(directory: string): Promise<RunFile> {
  return readJson(runPaths(directory).run, runFileSchema);
}

/** Replaces `run.json` in a run's directory, so that a reader sees the old one or the new one, whole. */
export async function writeRunFile(directory: string, run: RunFile): Promise<void> {
  await writeJsonAtomically(runPaths(directory).run, run);
}
