import { createHash } from 'node:crypto';
import { open, type FileHandle } from 'node:fs/promises';
import { UserError } from '../core/errors';
import { readLedger, readLines, type Ledger, type LedgerReading } from '../core/sweep/ledger';
import type { LedgerLine } from '../core/sweep/ledgerLine';
import { trialIdentity } from '../core/sweep/trialIdentity';
import { cannotWrite } from './atomicFile';
import { sweepPaths } from './sweepDirectory';
import { readOrEmpty } from './textFile';

/** The key by which a ledger knows a trial. */
export function trialKey(...of: Parameters<typeof trialIdentity>): string {
  return createHash('sha256')
    .update(trialIdentity(...of))
    .digest('hex');
}

/** What the ledger of a sweep says, for whoever watches it; nothing where there is none yet. */
export async function readSweepLedger(directory: string): Promise<Ledger> {
  const { ledger } = sweepPaths(directory);
  return readLedger(await readOrEmpty(ledger), ledger);
}

/** Writes `ledger.jsonl`; one process at a time does, the sweep's coordinator. */
export class SweepLedger {
  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private readonly reading: LedgerReading,
  ) {}

  /**
   * Opens the ledger of a sweep, made where it is missing; whoever does so holds the sweep (see `RunLock`). A last line
   * without its end is cut off: its process died writing it.
   *
   * @throws UserError where the ledger has lines that are none of a ledger
   */
  static async open(directory: string): Promise<SweepLedger> {
    const { ledger } = sweepPaths(directory);
    const reading = await readWholeLines(ledger);
    return new SweepLedger(ledger, await open(ledger, 'a'), reading);
  }

  /** What the ledger says now. */
  get ledger(): Ledger {
    return this.reading.ledger;
  }

  /**
   * Brings a line to the disk before anything that relies on it happens. Lines are appended one after the other.
   *
   * @throws Error where it contradicts the lines before it, in which case nothing is written
   */
  async append(line: LedgerLine): Promise<void> {
    const text = JSON.stringify(line);
    const problem = this.reading.add(text);
    if (problem !== undefined) throw new Error(problem);
    try {
      await this.file.appendFile(text + '\n');
      await this.file.sync();
    } catch (error) {
      throw cannotWrite(this.path, error);
    }
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

/** What the whole lines of a ledger say; what follows them is cut off the file. */
async function readWholeLines(path: string): Promise<LedgerReading> {
  const text = await readOrEmpty(path);
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  const reading = readLines(whole, path);
  const { problems } = reading.ledger;
  if (problems.length > 0) {
    const help = 'the file was changed or damaged: restore it, or begin the sweep in another directory';
    throw new UserError(`${problems[0]!}\n${help}`);
  }
  if (whole !== text) await cut(path, Buffer.byteLength(whole));
  return reading;
}

async function cut(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.truncate(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}
