import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { PackFile, PackJob } from '../../core/sweep/packFile';
import type { TrialJob } from '../../core/sweep/trialJob';
import { writeJsonAtomically } from '../../store/atomicFile';
import { fileExists } from '../../store/fileExists';
import { trialPaths } from '../../store/sweepDirectory';
import { isMissing, readOrEmpty } from '../../store/textFile';
import type { TrialTask } from '../sweep/trialExecutor';
import { readAccounting } from './commands';
import type { EndedTask } from './endedTask';
import { isStopped, logPath, removePack, stopPack } from './packStore';
import { stepsOf } from './plan';
import { isAlive, type Queue, type QueuedTask } from './queue';

/** Network file systems show a new file on another machine after so long. */
const SETTLING_SECONDS = 65;
const PENDING: QueuedTask = { state: 'PENDING', reason: null, node: null, exit: { code: 0, signal: 0 } };
/** As the queue says nothing of a task: what it said last, and what that means now. */
const GONE = { state: 'CANCELLED', reason: null };

/** A trial of a pack. */
export type PackTrial = Pick<TrialTask, 'trial' | 'directory'>;

/** A pack that Slurm has, as one task of an array. */
export class SubmittedPack {
  /** As Slurm names the task: `1234_5`. */
  readonly id: string;
  private last: QueuedTask = PENDING;
  private written: string | undefined;
  private ending: { readonly since: number; readonly end: QueuedTask | undefined } | undefined;

  constructor(
    private readonly directory: string,
    private readonly pack: number,
    private readonly file: Pick<PackFile, 'steps' | 'losses'>,
    readonly job: PackJob,
    readonly trials: readonly PackTrial[],
  ) {
    this.id = `${job.job!}_${this.index}`;
  }

  /** Takes over what the queue says, and says it in the trials' `job.json`; true where it is something new. */
  async update(queue: Queue): Promise<boolean> {
    const task = queue.task(this.job.job!, this.index);
    const before = this.written;
    if (task) this.last = task;
    if (task && isAlive(task)) this.ending = undefined;
    else this.ending ??= { since: performance.now(), end: task ?? (await this.gone()) };
    await this.write(this.ending ? (this.ending.end ?? { ...this.last, ...UNKNOWN }) : this.last);
    return this.written !== before;
  }

  get hasEnded(): boolean {
    return this.ending !== undefined;
  }

  get hasBegun(): boolean {
    return this.last.state !== 'PENDING';
  }

  /** Why it waits, where it does. */
  get waitsFor(): string | null {
    return this.last.state === 'PENDING' ? this.last.reason : null;
  }

  /** Whether what its task has written may not be seen yet. */
  isSettling(): boolean {
    const { since, end } = this.ending!;
    return end?.state === 'COMPLETED' && performance.now() - since < 1000 * SETTLING_SECONDS;
  }

  async ended(): Promise<EndedTask> {
    const log = this.log;
    const lines = (await readOrEmpty(log)).trimEnd().split('\n');
    const lastLine = lines.at(-1) === '' ? undefined : lines.at(-1);
    const progressed = (await stepsOf(this.trials)) > this.file.steps;
    const hasLog = await fileExists(log);
    return { id: this.id, end: this.ending!.end, progressed, losses: this.file.losses, log, hasLog, lastLine };
  }

  async stop(): Promise<void> {
    await stopPack(this.directory, this.pack);
  }

  async wasStopped(): Promise<boolean> {
    return isStopped(this.directory, this.pack);
  }

  async remove(): Promise<void> {
    await removePack(this.directory, this.pack);
  }

  /** Says that the task was cancelled, and forgets it. */
  async abandon(): Promise<void> {
    await this.write({ ...this.last, ...GONE });
    await this.remove();
  }

  /** Says in the trials' `job.json` how the task stands. */
  async write({ state, reason, node }: Omit<QueuedTask, 'exit'>): Promise<void> {
    const job: TrialJob = { id: this.id, state, reason, node };
    const text = JSON.stringify(job);
    if (text === this.written) return;
    for (const { directory } of this.trials) {
      await writeJob(trialPaths(directory).job, job);
    }
    this.written = text;
  }

  private get index(): number {
    return this.pack - this.job.first;
  }

  private get log(): string {
    return logPath(this.directory, this.job.first, this.index);
  }

  /** How a task ended that the queue does not have any more. */
  private async gone(): Promise<QueuedTask | undefined> {
    const state = await readAccounting(this.id);
    if (state !== undefined) return { ...this.last, state, reason: null };
    // Slurm forgets a task at once that is cancelled before it begins; one that has begun has a log.
    return (await fileExists(this.log)) ? undefined : { ...this.last, ...GONE };
  }
}

/** Of a task that nobody knows any more. */
const UNKNOWN = { state: 'UNKNOWN', reason: null };

/** A task that begins at this moment may remove the temporary file by which this one is written. */
async function writeJob(path: string, job: TrialJob, retries = 3): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeJsonAtomically(path, job);
  } catch (error) {
    if (retries === 0 || !(error instanceof Error) || !isMissing(error.cause)) throw error;
    await writeJob(path, job, retries - 1);
  }
}
