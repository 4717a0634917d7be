import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { messageOf, UserError } from '../core/errors';
import { kindOf, type ConfigKind } from '../core/config/configKind';
import type { RequestFile } from '../core/run/requestFile';
import type { RunFile } from '../core/run/runFile';
import type { DisplayState, RunStatus } from '../core/run/runStatus';
import type { SweepFile } from '../core/sweep/sweepFile';
import { displayState, type Observer } from './displayState';
import { fileExists } from './fileExists';
import { readRequestFile } from './requestFile';
import { runPaths, stemOfRunId, timeOfRunId } from './runDirectory';
import { readRunFile } from './runFile';
import { readRunName } from './runName';
import { readStatus } from './statusFile';
import { sweepOfTrial, sweepPaths } from './sweepDirectory';
import { readSweepFile } from './sweepFiles';
import { isMissing } from './textFile';

/** A run, or a sweep of them, as far as its files can be read. */
export interface RunSummary {
  /** Its directory's name; of a trial its sweep's and its number. */
  readonly id: string;
  readonly directory: string;
  /** Whether it trains one SAE, or searches among many: its trials are runs in its directory, and in no list of runs. */
  readonly kind: ConfigKind;
  /** The name that the user has given it. */
  readonly name: string | undefined;
  /** What was asked for, where an editor asked. */
  readonly request: RequestFile | undefined;
  /** What it trains; undefined until its process has begun. */
  readonly run: RunFile | undefined;
  /** What it searches; undefined for what is no sweep, and until its process has begun. */
  readonly sweep: SweepFile | undefined;
  readonly status: RunStatus | undefined;
  readonly state: DisplayState;
  /** Whether there is an SAE: from the end of the training, or from where it was stopped. */
  readonly hasSae: boolean;
  /** One message for each file that is missing or broken. */
  readonly problems: readonly string[];
}

/** What a person calls a run: the name it was given, else its id without the time. */
export function runName({ name, id }: Pick<RunSummary, 'name' | 'id'>): string {
  return name ?? stemOfRunId(id);
}

/** The runs and sweeps in a directory, newest first; other folders are passed over. None where it does not exist. */
export async function listRuns(parent: string, observer: Observer): Promise<RunSummary[]> {
  const runs: RunSummary[] = [];
  for (const id of await subdirectories(parent)) {
    if (await isRun(join(parent, id))) runs.push(await readRun(join(parent, id), observer));
  }
  return runs.sort(newestFirst);
}

/** Whether a directory is a run's or a sweep's: one that says what it trains or is to train, or how it stands. */
export async function isRun(directory: string): Promise<boolean> {
  const { request, run, status } = runPaths(directory);
  const files = [run, status, request, sweepPaths(directory).sweep];
  for (const file of files) if (await fileExists(file)) return true;
  return false;
}

/** Whether a directory is that of one SAE's training or of a sweep: as it has begun, else as it is asked for. */
export async function kindOfRun(directory: string, request: RequestFile | undefined): Promise<ConfigKind> {
  if (await fileExists(sweepPaths(directory).sweep)) return 'sweep';
  return request ? kindOf(request.config.text) : 'sae';
}

/**
 * The names of the folders in a folder of runs; none where it does not exist.
 * @throws UserError where it cannot be listed
 */
export async function subdirectories(parent: string): Promise<string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw new UserError(`cannot list the runs in ${parent}: ${messageOf(error)}`);
  }
}

/** Reads a run, or a sweep, as far as its files can be read. */
export async function readRun(directory: string, observer: Observer): Promise<RunSummary> {
  const problems: string[] = [];
  const orProblem = (error: unknown) => void problems.push(messageOf(error));
  const request = (await readRequestFile(directory).catch(orProblem)) ?? undefined;
  const kind = await kindOfRun(directory, request);
  const paths = { sae: runPaths(directory).run, sweep: sweepPaths(directory).sweep };
  // What is only asked for has not begun.
  const begun = request === undefined || (await fileExists(paths[kind]));
  const run = begun && kind === 'sae' ? ((await readRunFile(directory).catch(orProblem)) ?? undefined) : undefined;
  const sweep =
    begun && kind === 'sweep' ? ((await readSweepFile(directory).catch(orProblem)) ?? undefined) : undefined;
  const status = (await readStatus(directory).catch(orProblem)) ?? undefined;
  const name = (await readRunName(directory).catch(orProblem)) ?? undefined;
  const state = status === undefined ? 'unknown' : displayState(status, observer);
  const hasSae = await fileExists(runPaths(directory).sae);
  return { id: idOf(directory), directory, kind, name, request, run, sweep, status, state, hasSae, problems };
}

function idOf(directory: string): string {
  const sweep = sweepOfTrial(directory);
  return sweep === undefined ? basename(directory) : `${basename(sweep)} #${Number(basename(directory))}`;
}

/** The order of runs in a list: by when they were asked for, or else begun. */
export function newestFirst(a: RunSummary, b: RunSummary): number {
  return timeOf(b) - timeOf(a) || b.id.localeCompare(a.id, 'en', { numeric: true });
}

/** As its id says where no file does; the oldest where that does not either. */
function timeOf({ id, request, run, sweep }: RunSummary): number {
  const made = request?.created ?? run?.created ?? sweep?.created;
  return made === undefined ? (timeOfRunId(id)?.getTime() ?? 0) : Date.parse(made);
}
