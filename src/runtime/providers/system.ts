import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The machine as it is looked at: what of it decides which providers can be used. Tests look at made-up ones. */
export interface System {
  readonly platform: NodeJS.Platform;
  /** The processor's architecture as Node names it: `x64`, `arm64`. */
  readonly arch: NodeJS.Architecture;
  readonly env: NodeJS.ProcessEnv;
  /** Stands before the paths of the system's own folders, such as `/dev`: empty, but in tests. */
  readonly root: string;
}

/** The machine that this process runs on. */
export const THIS_SYSTEM: System = {
  platform: process.platform,
  arch: process.arch,
  env: process.env,
  root: '',
};

const ANSWER_MILLISECONDS = 5000;

/** A path of the system's own, as it is opened. */
export function systemPath({ root }: System, path: string): string {
  return join(root, path);
}

/** The sorted names in a folder; none where it cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/** A file's text; undefined where it cannot be read. */
export function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** What a program of the PATH prints; undefined where it is not there, fails, or takes too long. */
export function ask({ env }: System, program: string, args: readonly string[]): Promise<string | undefined> {
  const options = { env, timeout: ANSWER_MILLISECONDS, windowsHide: true };
  return new Promise((resolve) => {
    execFile(program, args, options, (error, stdout) => resolve(error ? undefined : stdout));
  });
}
