import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { messageOf, UserError } from '../core/errors';
import type { RunFile } from '../core/run/runFile';
import type { DisplayState, RunStatus } from '../core/run/runStatus';
import { displayState, type Observer } from './displayState';
import { fileExists } from './fileExists';
import { runPaths, timeOfRunId } from './runDirectory';
import { readRunFile } from './runFile';
import { readStatus } from './statusFile';
import { isMissing } from './textFile';

/** A run as far as its files can be read. */
export interface RunSummary {
  readonly id: string;
  readonly directory: string;
  readonly run: RunFile | undefined;
  readonly status: RunStatus | undefined;
  readonly state: DisplayState;
  /** One message for each file that is missing or broken. */
  readonly problems: readonly string[];
}

/** The runs in a directory, newest first; other folders are passed over. None where it does not exist. */
export async function listRuns(parent: string, observer: Observer): Promise<RunSummary[]> {
  const runs: RunSummary[] = [];
  for (const id of await subdirectories(parent)) {
    if (await isRun(join(parent, id))) runs.push(await readRun(join(parent, id), observer));
  }
  return runs.sort((a, b) => timeOf(b) - timeOf(a) || b.id.localeCompare(a.id, 'en', { numeric: true }));
}

/** Whether a directory is a run's: one that has said what it trains, or how it stands. */
export async function isRun(directory: string): Promise<boolean> {
  const { run, status } = runPaths(directory);
  return (await fileExists(run)) || fileExists(status);
}

async function subdirectories(parent: string): Promise<string[]> {
  try {
    const entries = await readdir(parent, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw new UserError(`cannot list the runs in ${parent}: ${messageOf(error)}`);
  }
}

/** Reads a run as far as its files can be read. */
export async function readRun(directory: string, observer: Observer): Promise<RunSummary> {
  const problems: string[] = [];
  const orProblem = (error: unknown) => void problems.push(messageOf(error));
  const run = (await readRunFile(directory).catch(orProblem)) ?? undefined;
  const status = (await readStatus(directory).catch(orProblem)) ?? undefined;
  const state = status === undefined ? 'unknown' : displayState(status, observer);
  return { id: basename(directory), directory, run, status, state, problems };
}

/** When the run was made, as its id says where `run.json` cannot be read; the oldest where neither does. */
function timeOf({ id, run }: RunSummary): number {
  return run === undefined ? (timeOfRunId(id)?.getTime() ?? 0) : Date.parse(run.created);
}
