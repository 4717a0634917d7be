import { runStatusSchema, type RunStatus } from '../core/run/runStatus';
import { writeJsonAtomically } from './atomicFile';
import { readJson } from './jsonFile';
import { runPaths } from './runDirectory';

/** Throws a UserError naming the file where it is missing or broken. */
export async function readStatus(directory: string): Promise<RunStatus> {
  return readJson(runPaths(directory).status, runStatusSchema);
}

/** Replaces `status.json` in a run's directory, so that a reader sees the old one or the new one, whole. */
export async function writeStatus(directory: string, status: RunStatus): Promise<void> {
  await writeJsonAtomically(runPaths(directory).status, status);
}
