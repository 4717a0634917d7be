import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isActive } from '../core/run/activity';
import { messageOf } from '../core/errors';
import { markDeadAsFailed, type ProcessExit } from './deadRun';
import { isProcessGone, type Observer } from './displayState';
import { inParallel } from './inParallel';
import { isRun, readRun, subdirectories, type RunSummary } from './runList';
import { isMissing } from './textFile';

/** What is known of a directory. */
interface Known {
  /** Undefined where the directory is no run's. */
  readonly summary: RunSummary | undefined;
  /** When the directory last changed, as it was before its files were read; undefined where that cannot be relied on. */
  readonly changed: number | undefined;
}

/** File systems keep times to two seconds at worst: what changed within them may have changed again unseen. */
const SETTLED_MILLISECONDS = 2500;

/** How a process of this window ended; undefined where it still runs, or is none of this window's. */
export type ExitOf = (pid: number) => ProcessExit | undefined;

/**
 * The runs in one folder, or some of several, as they were last seen. Every file of a run that matters here is replaced by a rename, which
 * changes its directory's time: of a run that is not training, that time alone is asked for.
 */
export class RunFolder {
  private readonly known = new Map<string, Known>();
  private readonly troubles = new Map<string, string>();

  /**
   * @param path of the folder; a name for messages where the runs are listed
   * @param directories lists them: without it they are the folder's
   */
  constructor(
    readonly path: string,
    private readonly observer: Observer,
    private readonly exitOf: ExitOf,
    private readonly marksDead: () => boolean,
    private readonly directories = () => directoriesIn(path),
  ) {}

  get runs(): RunSummary[] {
    return [...this.known.values()].flatMap(({ summary }) => summary ?? []);
  }

  /** What went wrong while looking, one message each. */
  get problems(): string[] {
    return [...this.troubles.values()];
  }

  /** Looks at what has changed in all of the folder. Where it cannot be listed, what was known of it stays. */
  async lookAtAll(): Promise<void> {
    const listed = await this.trying(this.path, () => this.directories());
    if (listed === undefined) return;
    const directories = new Set(listed);
    for (const gone of [...this.known.keys()].filter((directory) => !directories.has(directory))) this.forget(gone);
    await inParallel(directories, (directory) => this.lookAt(directory));
  }

  /** Looks at the runs that train. */
  async lookAtActive(): Promise<void> {
    await inParallel(
      [...this.known.keys()].filter((directory) => this.trains(directory)),
      (directory) => this.lookAt(directory),
    );
  }

  /** Looks at one directory of the folder, whether or not it was known. */
  async lookAt(directory: string): Promise<void> {
    await this.trying(directory, async () => {
      const changed = await timeOf(directory);
      if (changed === undefined) {
        this.forget(directory);
        return;
      }
      // On a network's disk the time of a directory may lag behind: a run that trains is read as it is.
      if (this.known.get(directory)?.changed !== changed || this.trains(directory)) await this.read(directory, changed);
      await this.bury(directory);
    });
  }

  private trains(directory: string): boolean {
    const state = this.known.get(directory)?.summary?.state;
    return state !== undefined && state !== 'queued' && isActive(state);
  }

  private async read(directory: string, changed?: number): Promise<void> {
    const isSettled = changed !== undefined && Date.now() - changed > SETTLED_MILLISECONDS;
    const summary = (await isRun(directory)) ? await readRun(directory, this.observer) : undefined;
    const before = this.known.get(directory)?.summary;
    this.known.set(directory, {
      summary: isDeepStrictEqual(before, summary) ? before : summary,
      changed: isSettled ? changed : undefined,
    });
  }

  /** Says of a run whose process is gone that it has failed. */
  private async bury(directory: string): Promise<void> {
    if (!this.marksDead()) return;
    const status = this.known.get(directory)?.summary?.status;
    if (!status || (status.state !== 'running' && status.state !== 'stopping')) return;
    if (!isProcessGone(status, this.observer)) return;
    await markDeadAsFailed(directory, this.observer, this.exitOf(status.pid));
    // Marked just now, by another window, or by the process itself after its status was read.
    await this.read(directory);
  }

  private forget(directory: string): void {
    this.known.delete(directory);
    this.troubles.delete(directory);
  }

  /** Keeps what went wrong, until it goes right. */
  private async trying<T>(path: string, work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      this.troubles.delete(path);
      return result;
    } catch (error) {
      this.troubles.set(path, messageOf(error));
      return undefined;
    }
  }
}

async function directoriesIn(folder: string): Promise<readonly string[]> {
  return (await subdirectories(folder)).map((name) => join(folder, name));
}

async function timeOf(directory: string): Promise<number | undefined> {
  try {
    return (await stat(directory)).mtimeMs;
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
