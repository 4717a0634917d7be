import { dirname, resolve } from 'node:path';
import { isActive } from '../core/run/activity';
import { thisMachine, type Observer } from './displayState';
import { Listeners } from './listeners';
import { RunFolder, type ExitOf } from './runFolder';
import { isRun, newestFirst, readRun, type RunSummary } from './runList';
import { sweepOfTrial } from './sweepDirectory';

/** Runs that came, that are not what they were, and that went; trials that are kept, too. */
export interface RunChanges {
  readonly added: readonly RunSummary[];
  readonly changed: readonly RunSummary[];
  readonly removed: readonly RunSummary[];
}

/** While a run trains its status changes every two seconds. */
const ACTIVE_MILLISECONDS = 1000;
/** How soon is seen what another window or a terminal does: begins a run, or resumes one. */
const ALL_MILLISECONDS = 3000;
/** A disk so slow that looking takes long is looked at less often. */
const ALL_LEAST_TIMES_ITS_OWN_DURATION = 5;

/**
 * The runs and sweeps in several folders, watched by looking again and again: network disks and containers tell nobody
 * of changes. Runs whose process is gone from this machine are marked as failed on the way, unless `marksDead` is false.
 * The trials of sweeps are none of these runs; those that somebody needs are kept beside them.
 */
export class RunCollection {
  private folders: readonly RunFolder[] = [];
  /** How often each trial is kept. */
  private readonly kept = new Map<string, number>();
  private readonly trials: RunFolder;
  private runs = new Map<string, RunSummary>();
  private sorted: readonly RunSummary[] = [];
  private saidProblems: readonly string[] = [];
  private readonly changes = new Listeners<RunChanges>();
  private readonly looks = new Listeners<undefined>();
  private readonly problemListeners = new Listeners<readonly string[]>();
  private turn: Promise<unknown> = Promise.resolve();
  private timer: NodeJS.Timeout | undefined;
  private isWatching = false;
  private isMarking = true;
  private nextLookAtAll = 0;
  private sayLoaded: () => void = () => undefined;

  /** Fulfilled when `setFolders` has looked for the first time. */
  readonly loaded = new Promise<void>((resolve) => (this.sayLoaded = resolve));

  /**
   * @param exitOf how processes ended that this one has started: it goes into the error of their runs
   * @param onFault is told of what listeners throw: it keeps no look from being told to the others
   */
  constructor(
    private readonly observer: Observer = thisMachine,
    private readonly exitOf: ExitOf = () => undefined,
    private readonly onFault: (fault: unknown) => void = console.error,
  ) {
    // What has become of a trial its sweep says, and nobody else.
    const marksDead = () => false;
    const directories = () => Promise.resolve([...this.kept.keys()]);
    this.trials = new RunFolder('trials', observer, exitOf, marksDead, directories);
  }

  /** All runs and sweeps, newest first. */
  get all(): readonly RunSummary[] {
    return this.sorted;
  }

  /** Whether dead runs are marked in their files. Once this is switched on, all runs are looked at again. */
  get marksDead(): boolean {
    return this.isMarking;
  }

  set marksDead(marks: boolean) {
    const begins = marks && !this.isMarking;
    this.isMarking = marks;
    if (begins) void this.refresh().catch(this.onFault);
  }

  /** A run or a sweep of the folders, or a trial that is kept. */
  get(directory: string): RunSummary | undefined {
    return this.runs.get(directory);
  }

  /** The same, or any trial of a sweep of the folders: as its files say, where it is not kept. */
  async find(directory: string): Promise<RunSummary | undefined> {
    const known = this.runs.get(directory);
    if (known || !this.isTrial(directory) || !(await isRun(directory))) return known;
    return readRun(directory, this.observer);
  }

  /** Whether a directory is one in which a sweep of the folders keeps a trial. */
  isTrial(directory: string): boolean {
    const sweep = sweepOfTrial(directory);
    return sweep !== undefined && this.runs.get(sweep)?.kind === 'sweep';
  }

  /**
   * Knows a trial, and tells of its changes, until it is let go as often as it was kept. Of any other directory nothing
   * more is known than before.
   *
   * @returns what lets it go
   */
  keep(directory: string): () => void {
    if (!this.isTrial(directory)) return () => undefined;
    this.kept.set(directory, (this.kept.get(directory) ?? 0) + 1);
    void this.refreshRun(directory).catch(this.onFault);
    let isKept = true;
    return () => {
      if (!isKept) return;
      isKept = false;
      const left = this.kept.get(directory)! - 1;
      if (left > 0) this.kept.set(directory, left);
      else this.kept.delete(directory);
    };
  }

  /** What could not be looked at, or not be marked as failed, one message each. */
  get problems(): readonly string[] {
    return this.saidProblems;
  }

  /** @returns what ends it */
  onChange(listener: (changes: RunChanges) => void): () => void {
    return this.changes.add(listener);
  }

  /** Tells of all problems there are when they are not what they were. @returns what ends it */
  onProblems(listener: (problems: readonly string[]) => void): () => void {
    return this.problemListeners.add(listener);
  }

  /** Tells of every look, whether or not it found a change. @returns what ends it */
  onLook(listener: () => void): () => void {
    return this.looks.add(listener);
  }

  /** Replaces the folders whose runs these are, and looks at them. */
  async setFolders(paths: readonly string[]): Promise<void> {
    const wanted = [...new Set(paths.map((path) => resolve(path)))];
    const open = (path: string) => new RunFolder(path, this.observer, this.exitOf, () => this.isMarking);
    await this.inTurn(async () => {
      const before = new Map(this.folders.map((folder) => [folder.path, folder]));
      this.folders = wanted.map((path) => before.get(path) ?? open(path));
      await this.lookAtAll();
    }).finally(this.sayLoaded);
  }

  /** Looks at all folders: when it is over, what was in them as it began is known. */
  async refresh(): Promise<void> {
    await this.inTurn(() => this.lookAtAll());
  }

  /** Looks at one run, where it is in one of the folders, or a trial that is kept. */
  async refreshRun(directory: string): Promise<void> {
    await this.inTurn(async () => {
      const folder = this.folders.find(({ path }) => path === dirname(directory));
      await (this.kept.has(directory) ? this.trials : folder)?.lookAt(directory);
    });
  }

  /** Looks again and again, until `dispose`. */
  watch(): void {
    if (this.isWatching) return;
    this.isWatching = true;
    this.schedule();
  }

  dispose(): void {
    this.isWatching = false;
    clearTimeout(this.timer);
  }

  private schedule(): void {
    if (!this.isWatching) return;
    const untilAll = this.nextLookAtAll - performance.now();
    const trains = this.sorted.some(({ state }) => isActive(state));
    const pause = Math.max(0, trains ? Math.min(ACTIVE_MILLISECONDS, untilAll) : untilAll);
    const look = () => this.lookNow().catch(this.onFault);
    this.timer = setTimeout(() => void look().finally(() => this.schedule()), pause);
    // Nobody is kept waiting for a look at folders.
    this.timer.unref();
  }

  private async lookNow(): Promise<void> {
    await this.inTurn(async () => {
      if (performance.now() >= this.nextLookAtAll) await this.lookAtAll();
      else await Promise.all([...this.folders, this.trials].map((folder) => folder.lookAtActive()));
    });
  }

  private async lookAtAll(): Promise<void> {
    const start = performance.now();
    await Promise.all([...this.folders, this.trials].map((folder) => folder.lookAtAll()));
    const duration = performance.now() - start;
    const pause = Math.max(ALL_MILLISECONDS, ALL_LEAST_TIMES_ITS_OWN_DURATION * duration);
    this.nextLookAtAll = performance.now() + pause;
  }

  /** One look after another: an older one must not put back what a newer one has seen. */
  private async inTurn(look: () => Promise<void>): Promise<void> {
    const turn = this.turn.then(look).then(() => this.tell());
    this.turn = turn.catch(() => undefined);
    await turn;
  }

  private tell(): void {
    const before = this.runs;
    const listed = this.folders.flatMap((folder) => folder.runs);
    const runs = new Map([...this.trials.runs, ...listed].map((run) => [run.directory, run]));
    const added = [...runs.values()].filter(({ directory }) => !before.has(directory));
    const changed = [...runs.values()].filter((run) => (before.get(run.directory) ?? run) !== run);
    const removed = [...before.values()].filter(({ directory }) => !runs.has(directory));
    this.runs = runs;
    if (added.length + changed.length + removed.length > 0) {
      this.sorted = listed.sort(newestFirst);
      this.tellAll(this.changes, { added, changed, removed });
    }
    const problems = [...this.folders, this.trials].flatMap((folder) => folder.problems);
    if (problems.join('\n') !== this.saidProblems.join('\n')) {
      this.saidProblems = problems;
      this.tellAll(this.problemListeners, problems);
    }
    this.tellAll(this.looks, undefined);
  }

  private tellAll<T>(listeners: Listeners<T>, value: T): void {
    try {
      listeners.tell(value);
    } catch (fault) {
      this.onFault(fault);
    }
  }
}
