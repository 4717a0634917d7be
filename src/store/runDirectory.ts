import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** The files and folders of a run. */
export interface RunPaths {
  /** What is asked to be trained, before it is: see `requestFile.ts`. */
  readonly request: string;
  /** The name that the user has given the run: see `runName.ts`. */
  readonly name: string;
  /** What is trained, by which versions, on what: see `runFile.ts`. */
  readonly run: string;
  /** How the run stands: see `statusFile.ts`. */
  readonly status: string;
  /** The metrics over time: see `metricsLog.ts`. */
  readonly metrics: string;
  /** The last full state of training, from which a run resumes. */
  readonly checkpoint: string;
  /** The trained SAE in SAELens' layout. */
  readonly sae: string;
  /** The trained SAE in the notebook's layouts, architecture `kl` only. */
  readonly notebook: string;
  /** What the process said. */
  readonly log: string;
  /** A file by whose existence a user or the editor asks the run to stop. */
  readonly stop: string;
  /** Which process trains it, while one does: see `runLock.ts`. */
  readonly lock: string;
}

/** Where the files and folders of the run in a directory are, whether or not they exist yet. */
export function runPaths(directory: string): RunPaths {
  return {
    request: join(directory, 'request.json'),
    name: join(directory, 'name.txt'),
    run: join(directory, 'run.json'),
    status: join(directory, 'status.json'),
    metrics: join(directory, 'metrics.jsonl'),
    checkpoint: join(directory, 'checkpoint'),
    sae: join(directory, 'sae'),
    notebook: join(directory, 'notebook'),
    log: join(directory, 'log.txt'),
    stop: join(directory, 'stop'),
    lock: join(directory, 'lock'),
  };
}

/** The time at which a run was made, in UTC and to the second, as its id begins with it: `YYYYMMDD-HHMMSS`. */
function timestamp(time: Date): string {
  const [date, clock] = time.toISOString().split(/[T.]/) as [string, string];
  return `${date.replaceAll('-', '')}-${clock.replaceAll(':', '')}`;
}

const ID_START = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-/;

/** The time that a run's id begins with; undefined where it begins otherwise. */
export function timeOfRunId(id: string): Date | undefined {
  const match = ID_START.exec(id);
  if (match === null) return undefined;
  const [, year, month, day, hours, minutes, seconds] = match;
  const time = new Date(`${year}-${month}-${day}T${hours}:${minutes}:${seconds}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}

/** A run's id without the time it begins with: the stem of its config file, numbered where several began at once. */
export function stemOfRunId(id: string): string {
  return timeOfRunId(id) === undefined ? id : id.replace(ID_START, '') || id;
}

/**
 * Makes a new directory for a run, and its parents where they are missing. Its id is
 * `YYYYMMDD-HHMMSS-<stem of the config file>`, with `-2`, `-3`, … where another run, of this process or another, has it.
 * @returns the directory's path
 */
export async function createRunDirectory(parent: string, configFile: string, now: Date): Promise<string> {
  await mkdir(parent, { recursive: true });
  const id = `${timestamp(now)}-${stemOf(configFile)}`;
  for (let n = 1; ; n++) {
    const directory = join(parent, n === 1 ? id : `${id}-${n}`);
    if (await makeDirectory(directory)) return directory;
  }
}

function stemOf(configFile: string): string {
  return basename(configFile).replace(/(\.quanta)?\.json$/, '');
}

/** False where something is there already: mkdir itself decides it, so that two processes never share a directory. */
async function makeDirectory(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}
