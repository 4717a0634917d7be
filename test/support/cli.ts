import { spawn, type ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { text } from 'node:stream/consumers';
import { afterAll } from 'vitest';
import { CLI } from './buildOnce';

/** How a command ended. */
export interface Exit {
  /** As a shell reports it: 128 and the signal's number where a signal ended the process. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  /** JavaScript that runs in the process before the command line does. */
  readonly preload?: string;
  /** Seconds after which the process is killed and `exit` is rejected. */
  readonly limit?: number;
}

/** A command line that runs. */
export interface CliProcess {
  readonly pid: number;
  /** False once it has ended. */
  readonly isRunning: () => boolean;
  readonly kill: (signal: NodeJS.Signals) => void;
  readonly exit: Promise<Exit>;
}

const running = new Set<ChildProcess>();
// A test that fails must not leave its process behind.
afterAll(() => running.forEach((child) => child.kill('SIGKILL')));

/** Starts `quanta` with these arguments. */
export function startCli(args: readonly string[], { cwd, preload, limit = 60 }: CliOptions): CliProcess {
  const imports = preload === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
  const child = spawn(process.execPath, [...imports, CLI, ...args], {
    cwd,
    // Models of this machine's user must not be found.
    env: { ...process.env, HF_HUB_CACHE: cwd },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let timedOut = false;
  const timer = setTimeout(() => (timedOut = child.kill('SIGKILL')), 1000 * limit);
  const ended = new Promise<number>((resolve, reject) => {
    child.on('error', reject).on('exit', (code, signal) => resolve(code ?? 128 + constants.signals[signal!]));
  }).finally(() => {
    clearTimeout(timer);
    running.delete(child);
  });
  const exit = Promise.all([ended, text(child.stdout), text(child.stderr)]).then(([code, stdout, stderr]) => {
    if (timedOut) throw new Error(`quanta ${args.join(' ')} still ran after ${limit} s\n${stdout}\n${stderr}`);
    return { code, stdout, stderr };
  });
  return { pid: child.pid!, isRunning: () => running.has(child), kill: (signal) => void child.kill(signal), exit };
}

/** Runs `quanta` with these arguments to its end. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<Exit> {
  return startCli(args, options).exit;
}
