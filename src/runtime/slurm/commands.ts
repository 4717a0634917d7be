import { spawn } from 'node:child_process';
import { UserError } from '../../core/errors';
import { NO_SLURM, slurmError, unanswered, UnansweredError } from './failures';
import { Queue } from './queue';

/** Longer than Slurm's programs themselves wait for their controller. */
const LIMIT_SECONDS = 120;

/**
 * Submits a job.
 *
 * @param args options, and the script
 * @returns its number
 * @throws UserError saying why it was refused, in Slurm's words and ours
 */
export async function submit(args: readonly string[]): Promise<number> {
  const said = await slurm('sbatch', ['--parsable', ...args], 'Slurm did not take the job');
  // Followed by the cluster's name where there are several.
  const job = Number(said.trim().split('\n').at(-1)!.split(';')[0]);
  if (!Number.isSafeInteger(job)) throw new UserError(`sbatch: expected a job's number, found ${said.trim()}`);
  return job;
}

/**
 * This user's jobs: those that wait or run, and for some minutes those that have ended.
 *
 * @throws UserError where Slurm does not answer
 */
export async function readQueue(): Promise<Queue> {
  const what = 'Slurm does not say how its jobs stand';
  const said = await slurm('squeue', ['--json', '--me', '--states=all'], what);
  try {
    return Queue.parse(said);
  } catch (error) {
    if (error instanceof UnansweredError) throw unanswered(what, error.message);
    throw new UserError('squeue --json: the answer is of an unknown form; Quanta needs Slurm 21.08 or later', {
      cause: error,
    });
  }
}

/** Cancels tasks, each as `1234_5`; those that have ended meanwhile are no error. */
export async function cancel(tasks: readonly string[]): Promise<void> {
  if (tasks.length > 0) await slurm('scancel', ['--quiet', ...tasks], 'Slurm did not cancel the tasks');
}

/** How a task ended that the queue has forgotten, by the accounting; undefined where that does not know or there is none. */
export async function readAccounting(task: string): Promise<string | undefined> {
  const { status, stdout } = await run('sacct', [
    '--noheader',
    '--parsable2',
    '--allocations',
    `--jobs=${task}`,
    '--format=State',
  ]);
  const [state] = stdout.trim().split(/\s/) as [string];
  return status === 0 && state !== '' ? state : undefined;
}

async function slurm(program: string, args: readonly string[], what: string): Promise<string> {
  const { status, stdout, stderr } = await run(program, args);
  if (status === 'missing') throw new UserError(`${program}: ${NO_SLURM}`);
  if (status !== 0) throw slurmError(what, stderr || stdout || `${program} said nothing`);
  return stdout;
}

interface Ended {
  /** Null where a signal ended it. */
  readonly status: number | null | 'missing';
  readonly stdout: string;
  readonly stderr: string;
}

function run(program: string, args: readonly string[]): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    const timer = setTimeout(() => child.kill(), 1000 * LIMIT_SECONDS);
    const [stdout, stderr] = [collect(child.stdout), collect(child.stderr)];
    child.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      if (error.code === 'ENOENT') resolve({ status: 'missing', stdout: '', stderr: '' });
      else reject(error);
    });
    child.on('close', (status) => {
      clearTimeout(timer);
      resolve({ status, stdout: stdout(), stderr: stderr() });
    });
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  return () => text;
}
