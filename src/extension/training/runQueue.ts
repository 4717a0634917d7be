import { dirname, join } from 'node:path';
import { messageOf, UserError } from '../../core/errors';
import type { RequestFile } from '../../core/run/requestFile';
import { thisMachine, type Observer } from '../../store/displayState';
import { FileLock } from '../../store/fileLock';
import { Listeners } from '../../store/listeners';
import type { RunCollection } from '../../store/runCollection';
import type { RunSummary } from '../../store/runList';
import { busyDevices, deviceOf } from './devices';
import { killRun, stopRun } from './endRun';
import { createQueuedRun, queueAgain } from './queuedRun';
import { startRun, waitsForUs, type Launch, type Launcher } from './startRun';
import type { TrainingProcess } from './trainingProcess';

/** In a folder of runs: the window that is deciding which run of it to start. */
const DECIDING = '.queue.lock';

/** Where a run is made, and where the models that it names are looked for. */
export interface RunPlace {
  readonly runsFolder: string;
  readonly workspace: string;
}

/**
 * Starts the runs and sweeps that wait, on each device one after another, the oldest first. The queue is the runs' own
 * files: a run waits for the window that queued it, and where that is gone for any window that watches its folder.
 */
export class RunQueue {
  private readonly problems = new Listeners<unknown>();
  private readonly unsubscribe: () => void;
  /** Processes that were started here and run, by number. */
  private readonly ours = new Set<number>();
  private lastMoment = 0;
  private isPaused = true;
  /** After what would keep every run from starting: they wait until the user has done something. */
  private isHeld = false;
  private isLooking = false;
  private looksAsked = 0;
  private starts: Promise<void> = Promise.resolve();

  /** Begins paused. */
  constructor(
    private readonly runs: RunCollection,
    private readonly launcher: Launcher,
    private readonly observer: Observer = thisMachine,
  ) {
    this.unsubscribe = runs.onLook(() => {
      if (!this.isLooking) this.startNext();
    });
  }

  /**
   * Tells of what keeps runs from being started, and that they wait until it is mended: until `proceed`. What is wrong
   * with one run alone is not told: that run has failed, and says why.
   * @returns what ends it
   */
  onProblem(listener: (problem: unknown) => void): () => void {
    return this.problems.add(listener);
  }

  /** A paused queue starts nothing: a workspace that is not trusted has one. */
  set paused(paused: boolean) {
    this.isPaused = paused;
    this.startNext();
  }

  /** Goes on starting runs after a problem, since what caused it has changed; so do `enqueue` and `resume`. */
  proceed(): void {
    this.isHeld = false;
    this.startNext();
  }

  /**
   * Queues what a config describes: the training of an SAE, or a sweep.
   *
   * @param config the config file's absolute path, and the text to train, whatever becomes of the file
   * @returns the directory of the run, or of the sweep
   * @throws UserError where its directory cannot be made
   */
  async enqueue(config: RequestFile['config'], { runsFolder, workspace }: RunPlace): Promise<string> {
    const directory = await createQueuedRun(runsFolder, { workspace, config }, this.observer, this.nextMoment());
    this.isHeld = false;
    await this.lookAt(directory);
    return directory;
  }

  /**
   * Queues a run that was stopped, failed or died, to go on where it stood.
   * @throws UserError where it does not stand so that it could go on
   */
  async resume(directory: string): Promise<void> {
    await queueAgain(directory, this.observer, this.nextMoment());
    this.isHeld = false;
    await this.lookAt(directory);
  }

  /**
   * Takes a run out of the queue, or asks the process that trains it to stop.
   * @throws UserError where it neither waits nor trains
   */
  async stop(directory: string): Promise<void> {
    await stopRun(directory, this.observer);
    await this.lookAt(directory);
  }

  /**
   * Ends the process that trains a run at once; the run is marked as failed, and can be resumed.
   * @throws UserError where that cannot be done, or might hit another process
   */
  async kill(directory: string): Promise<void> {
    await killRun(directory, this.observer, (pid) => this.ours.has(pid));
    await this.lookAt(directory);
  }

  /** Fulfilled when all is started that can be started at this moment. */
  async whenIdle(): Promise<void> {
    while (this.isLooking) await this.starts;
  }

  /**
   * Ends starting runs, when the one that is being started has been announced. Runs that wait go on waiting: for another
   * window, or for this one to come back.
   */
  async dispose(): Promise<void> {
    this.isPaused = true;
    this.unsubscribe();
    await this.whenIdle();
  }

  /** Later than any before, however many are queued within a millisecond: it is their order. */
  private nextMoment(): Date {
    this.lastMoment = Math.max(this.lastMoment + 1, this.observer.now().getTime());
    return new Date(this.lastMoment);
  }

  private async lookAt(directory: string): Promise<void> {
    await this.runs.refreshRun(directory);
    this.startNext();
  }

  private startNext(): void {
    this.looksAsked++;
    if (!this.isLooking) this.starts = this.startAll();
  }

  private async startAll(): Promise<void> {
    this.isLooking = true;
    try {
      let looksAsked: number;
      do {
        ({ looksAsked } = this);
        while (await this.startOne());
      } while (looksAsked !== this.looksAsked);
    } catch (error) {
      this.isHeld = true;
      this.problems.tell(holding(error));
    } finally {
      this.isLooking = false;
    }
  }

  /** Starts the run whose turn it is; false where there is none, or another window decides at this moment. */
  private async startOne(): Promise<boolean> {
    const candidate = this.next();
    if (!candidate) return false;
    const launch = await this.launcher.prepare();
    const folder = dirname(candidate.directory);
    const lock = await FileLock.tryTake(join(folder, DECIDING), this.observer);
    if (!lock) return false;
    try {
      // What another window, or a terminal, has started since is known only after another look.
      await this.runs.refresh();
      const next = this.next();
      if (next === undefined) return false;
      return dirname(next.directory) !== folder || (await this.start(next.directory, launch));
    } finally {
      await lock.release();
    }
  }

  /** False where the run still waits. */
  private async start(directory: string, launch: Launch): Promise<boolean> {
    try {
      const started = await startRun(directory, launch, this.observer);
      if (started) this.follow(directory, started);
    } finally {
      await this.runs.refreshRun(directory);
    }
    // One that still waits is in the hands of another process: asking again at once would be no use.
    return this.runs.get(directory)?.state !== 'queued';
  }

  private follow(directory: string, { pid, exit }: TrainingProcess): void {
    this.ours.add(pid);
    void exit.then(async () => {
      this.ours.delete(pid);
      await this.lookAt(directory);
    });
  }

  private next(): RunSummary | undefined {
    if (this.isPaused || this.isHeld) return undefined;
    const busy = busyDevices(this.runs.all, this.observer);
    const waiting = this.runs.all.filter(({ status }) => waitsForUs(status, this.observer));
    return waiting.sort(inOrder).find((run) => {
      const device = deviceOf(run);
      return device === undefined || !busy.has(device);
    });
  }
}

/** A problem as the user is to read it, of whichever kind it is. */
function holding(problem: unknown): Error {
  const message = `${messageOf(problem)}; queued runs wait until this is mended`;
  return problem instanceof UserError ? new UserError(message) : new Error(message, { cause: problem });
}

/** By when they were queued. */
function inOrder(a: RunSummary, b: RunSummary): number {
  const [first, second] = [a, b].map(({ status }) => Date.parse(status!.heartbeat));
  return first! - second! || a.id.localeCompare(b.id, 'en', { numeric: true });
}
