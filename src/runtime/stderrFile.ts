import { fstatSync, statSync } from 'node:fs';

const STDERR = 2;

/** Whether what this process prints as errors goes into a file: an editor sends it to the run's log. */
export function isStderr(path: string): boolean {
  try {
    const [stderr, file] = [fstatSync(STDERR, { bigint: true }), statSync(path, { bigint: true })];
    return stderr.isFile() && stderr.dev === file.dev && stderr.ino === file.ino;
  } catch {
    // There is no such file, or no stderr.
    return false;
  }
}
