import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import type { ConfigKind } from '../../core/config/configKind';
import { messageOf, UserError } from '../../core/errors';
import type { ProcessExit } from '../../store/deadRun';
import { fileExists } from '../../store/fileExists';
import { runPaths } from '../../store/runDirectory';
import { NodeError } from './nodeError';
import type { NodeChoice } from './nodeFinder';
import { withoutEditor } from './processEnvironment';

/** What a training process is started from. */
export interface TrainingCommand {
  readonly node: NodeChoice;
  /** Path of the command line's program. */
  readonly cli: string;
  /** The folder it works in. */
  readonly folder: string;
  /** The environment of the editor. */
  readonly environment: NodeJS.ProcessEnv;
}

/** A process that trains a run, or the trials of a sweep. */
export interface TrainingProcess {
  readonly pid: number;
  /** How it ended, where this process still lives to see it. */
  readonly exit: Promise<ProcessExit>;
}

/**
 * Starts `quanta train` for the run in a directory, or `quanta sweep` for the sweep: a process of its own, which outlives the editor's window and says
 * how it goes in the run's files alone. What it prints as errors goes into the run's log.
 *
 * @throws NodeError where the Node does not start, UserError where the folder is gone, and an error naming the log where
 * that cannot be written
 */
export async function startTraining(
  directory: string,
  kind: ConfigKind,
  command: TrainingCommand,
): Promise<TrainingProcess> {
  const { node, folder } = command;
  if (!(await fileExists(folder))) throw new UserError(`cannot train in ${folder}: there is no such folder any more`);
  const log = await open(runPaths(directory).log, 'a');
  try {
    for (const note of node.notes) await log.write(`${new Date().toISOString()} Note: ${note}\n`);
    return await spawnTraining(argumentsOf[kind](directory), command, log.fd);
  } finally {
    await log.close();
  }
}

const argumentsOf: Readonly<Record<ConfigKind, (directory: string) => readonly string[]>> = {
  sae: (directory) => ['train', '--run', directory],
  sweep: (directory) => ['sweep', '--dir', directory],
};

async function spawnTraining(
  cliArguments: readonly string[],
  command: TrainingCommand,
  log: number,
): Promise<TrainingProcess> {
  const { node, cli, folder, environment } = command;
  try {
    const child = spawn(node.path, [cli, ...cliArguments], {
      cwd: folder,
      env: { ...withoutEditor(environment), ...node.environment },
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'ignore', log],
    });
    const exit = new Promise<ProcessExit>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    await once(child, 'spawn');
    child.unref();
    return { pid: child.pid!, exit };
  } catch (error) {
    throw new NodeError(`cannot start training with ${node.path}: ${messageOf(error)}`);
  }
}
