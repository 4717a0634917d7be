import { dirname, resolve } from 'node:path';
import { isActive } from '../core/run/activity';
import { thisMachine, type Observer } from './displayState';
import { Listeners } from './listeners';
import { RunFolder, type ExitOf } from './runFolder';
import { newestFirst, type RunSummary } from './runList';

/** Runs that came, that are not what they were, and that went. */
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
 * The runs in several folders, watched by looking again and again: network disks and containers tell nobody of
 * changes. Runs whose process is gone from this machine are marked as failed on the way, unless `marksDead` is false.
 */
export class RunCollection {
  private folders: readonly RunFolder[] = [];
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
  ) {}

  /** All runs, newest first. */
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

  get(directory: string): RunSummary | undefined {
    return this.runs.get(directory);
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

  /** Looks at one run, where it is in one of the folders. */
  async refreshRun(directory: string): Promise<void> {
    await this.inTurn(async () => {
      await this.folders.find(({ path }) => path === dirname(directory))?.lookAt(directory);
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
      else await Promise.all(this.folders.map((folder) => folder.lookAtActive()));
    });
  }

  private async lookAtAll(): Promise<void> {
    const start = performance.now();
    await Promise.all(this.folders.map((folder) => folder.lookAtAll()));
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
    const runs = new Map(this.folders.flatMap((folder) => folder.runs).map((run) => [run.directory, run]));
    const added = [...runs.values()].filter(({ directory }) => !before.has(directory));
    const changed = [...runs.values()].filter((run) => (before.get(run.directory) ?? run) !== run);
    const removed = [...before.values()].filter(({ directory }) => !runs.has(directory));
    this.runs = runs;
    if (added.length + changed.length + removed.length > 0) {
      this.sorted = [...runs.values()].sort(newestFirst);
      this.tellAll(this.changes, { added, changed, removed });
    }
    const problems = this.folders.flatMap((folder) => folder.problems);
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
