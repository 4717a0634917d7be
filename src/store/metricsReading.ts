import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../core/errors';
import type { MetricsLine } from '../core/run/metricsLine';
import { MetricsColumns } from './metricsColumns';
import { parseMetricsLine } from './metricsLog';
import { ownTurn } from './turns';

/** Parsed at once: half a millisecond's work, after which others have their turn. */
const PIECE_BYTES = 2 ** 16;
/** More than a line has: what ends in the same step at the same time is the same. */
const REMEMBERED_BYTES = 1024;
const MOST_PROBLEMS = 20;
const NEWLINE = 0x0a;

/** What has been read of a `metrics.jsonl`, up to the end of a line. */
export class MetricsReading {
  readonly columns: Readonly<Record<MetricsLine['kind'], MetricsColumns>> = {
    interval: new MetricsColumns('interval'),
    epoch: new MetricsColumns('epoch'),
  };
  private offset = 0;
  private lines = 0;
  private lastBytes = Buffer.alloc(0);
  private readonly firstProblems: string[] = [];
  private moreProblems = 0;

  constructor(private readonly path: string) {}

  /** One message for each line that is broken; of very many the first ones, and how many more there are. */
  get problems(): readonly string[] {
    if (this.moreProblems === 0) return this.firstProblems;
    return [...this.firstProblems, `${this.path}: ${this.moreProblems} more lines are broken`];
  }

  /** Whether the file still has, where this has read to, the bytes that it had then. */
  async isOf(file: FileHandle): Promise<boolean> {
    const { length } = this.lastBytes;
    const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, this.offset - length);
    return bytesRead === length && this.lastBytes.equals(buffer);
  }

  /**
   * Reads on to the file's last whole line.
   * @throws UserError where a line has no end
   */
  async readOn(file: FileHandle): Promise<void> {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    for (;;) {
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES, this.offset);
      const end = piece.subarray(0, bytesRead).lastIndexOf(NEWLINE) + 1;
      if (end > 0) {
        await ownTurn();
        this.take(piece.subarray(0, end));
      }
      if (bytesRead < PIECE_BYTES) return;
      if (end === 0) throw new UserError(`${this.path}:${this.lines + 1}: not a line of metrics: it has no end`);
    }
  }

  private take(bytes: Buffer): void {
    for (const text of bytes.toString('utf8', 0, bytes.length - 1).split('\n')) this.takeLine(text);
    this.offset += bytes.length;
    // Copied, since a part of a buffer keeps all of it in memory.
    this.lastBytes = Buffer.concat([this.lastBytes, bytes.subarray(-REMEMBERED_BYTES)]);
    this.lastBytes = Buffer.from(this.lastBytes.subarray(-REMEMBERED_BYTES));
  }

  private takeLine(text: string): void {
    this.lines++;
    const line = parseMetricsLine(text, this.path, this.lines);
    if (typeof line !== 'string') this.columns[line.kind].add(line);
    else if (this.firstProblems.length < MOST_PROBLEMS) this.firstProblems.push(line);
    else this.moreProblems++;
  }
}
