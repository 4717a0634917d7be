import { open, type FileHandle } from 'node:fs/promises';
import { LedgerReading, type Ledger, type LedgerTrial } from '../core/sweep/ledger';
import { sweepPaths } from './sweepDirectory';
import { isMissing } from './textFile';

const NEWLINE = 10;

/**
 * Follows the `ledger.jsonl` of a sweep as it grows: each look reads what is new. A last line without its end is still
 * being written, or was when its process died: it never happened, and the file is cut back to where it began.
 */
export class LedgerTail {
  private readonly path: string;
  private reading: LedgerReading;
  private current: Ledger = { trials: [], problems: [] };
  private known = new Map<number, LedgerTrial>();
  private file: { readonly inode: number; readonly wholeLines: number } | undefined;
  private last: Promise<unknown> = Promise.resolve();

  constructor(directory: string) {
    this.path = sweepPaths(directory).ledger;
    this.reading = new LedgerReading(this.path);
  }

  /** What was read so far. */
  get ledger(): Ledger {
    return this.current;
  }

  /**
   * Reads on; looks that overlap take their turns.
   *
   * @returns the trials that are new, or not what they were, in the order of their numbers. A trial is never gone but
   *   with its whole ledger; where another one has replaced it, all trials of that are told.
   */
  async read(): Promise<readonly LedgerTrial[]> {
    const changed = this.last.catch(() => undefined).then(() => this.readOn());
    this.last = changed;
    return changed;
  }

  private async readOn(): Promise<readonly LedgerTrial[]> {
    const file = await openWhereThere(this.path);
    try {
      if (!(await this.take(file))) return [];
    } finally {
      await file?.close();
    }
    const { known } = this;
    this.current = this.reading.ledger;
    this.known = new Map(this.current.trials.map((trial) => [trial.trial, trial]));
    return this.current.trials.filter((trial) => known.get(trial.trial) !== trial);
  }

  /** @returns whether there was anything new */
  private async take(file: FileHandle | undefined): Promise<boolean> {
    const status = await file?.stat();
    const isSame = this.file?.inode === status?.ino && (this.file?.wholeLines ?? 0) <= (status?.size ?? 0);
    if (!isSame) {
      this.reading = new LedgerReading(this.path);
      this.file = undefined;
    }
    if (!file || !status) return !isSame;
    const from = this.file?.wholeLines ?? 0;
    if (status.size === from) return !isSame;
    const bytes = Buffer.alloc(status.size - from);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, from);
    const end = bytes.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1;
    this.file = { inode: status.ino, wholeLines: from + end };
    if (end === 0) return !isSame;
    const lines = bytes.toString('utf8', 0, end - 1).split('\n');
    for (const line of lines) this.reading.add(line);
    return true;
  }
}

async function openWhereThere(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
