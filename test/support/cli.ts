import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { onTestFinished } from 'vitest';
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
  /** Variables beside those of this process. */
  readonly variables?: NodeJS.ProcessEnv;
  /** The most bytes that a file may have which the process writes, as if the disk were full; not on Windows. */
  readonly maxFileBytes?: number;
}

/** A command line that runs. */
export interface CliProcess {
  readonly pid: number;
  readonly isRunning: () => boolean;
  readonly kill: (signal: NodeJS.Signals) => void;
  /** Reads no more of what it prints. */
  readonly closeOutput: () => void;
  /** Rejected where it had to be killed because it did not end. */
  readonly exit: Promise<Exit>;
}

/** Longer than any command of the tests takes on a busy machine. */
const LIMIT_SECONDS = 50;

/** Starts `quanta` with these arguments; it ends at the latest with the test. */
export function startCli(args: readonly string[], options: CliOptions): CliProcess {
  const child = spawnCli(args, options);
  const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
  let running = true;
  let timedOut = false;
  const timer = setTimeout(() => (timedOut = child.kill('SIGKILL')), 1000 * LIMIT_SECONDS);
  child.on('exit', () => {
    running = false;
    clearTimeout(timer);
  });
  const exit = new Promise<Exit>((resolve, reject) => {
    child.on('error', reject).on('close', (code, signal) => {
      const said = { stdout: stdout(), stderr: stderr() };
      if (!timedOut) resolve({ code: code ?? 128 + constants.signals[signal!], ...said });
      else reject(new Error(`quanta ${args.join(' ')} did not end: ${JSON.stringify(said)}`));
    });
  });
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await exit.catch(() => undefined);
  });
  return {
    pid: child.pid!,
    isRunning: () => running,
    kill: (signal) => void child.kill(signal),
    closeOutput: () => child.stdout.destroy(),
    exit,
  };
}

/** Runs `quanta` with these arguments to its end. */
export async function runCli(args: readonly string[], options: CliOptions): Promise<Exit> {
  return startCli(args, options).exit;
}

function spawnCli(args: readonly string[], { cwd, preload, variables, maxFileBytes }: CliOptions) {
  const imports = preload === undefined ? [] : ['--import', `data:text/javascript,${encodeURIComponent(preload)}`];
  const command = [process.execPath, ...imports, CLI, ...args];
  // POSIX counts in blocks of 512 bytes.
  const limited = ['sh', '-c', `ulimit -f ${Math.floor((maxFileBytes ?? 0) / 512)}; exec "$0" "$@"`, ...command];
  const [program, ...rest] = maxFileBytes === undefined ? command : limited;
  // Models that this machine's user has downloaded must not be found.
  const env = { ...process.env, HF_HUB_CACHE: cwd, ...variables };
  return spawn(program!, rest, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  return () => text;
}
