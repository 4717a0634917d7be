import { open, type FileHandle } from 'node:fs/promises';
import type { MetricsLine } from '../core/run/metricsLine';
import type { MetricsPart } from './metricsColumns';
import { MetricsReading } from './metricsReading';
import { isMissing } from './textFile';

const KINDS = ['interval', 'epoch'] as const;

/**
 * Follows a `metrics.jsonl` as it grows, and as a resume cuts it back and writes on: each look reads what is new, in
 * pieces between which others have their turn. A last line without its end is still being written, and left for later.
 */
export class MetricsTail {
  private reading: MetricsReading;
  /** How many rows of a kind the caller was given; fewer than were read where a look failed half-way. */
  private readonly told = { interval: 0, epoch: 0 };
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly path: string) {
    this.reading = new MetricsReading(path);
  }

  /** One message for each line that is broken; of very many the first ones, and how many more there are. */
  get problems(): readonly string[] {
    return this.reading.problems;
  }

  /** All rows that were read so far, for a reader that comes later. */
  all(): MetricsPart[] {
    return KINDS.map((kind) => this.reading.columns[kind].part(0));
  }

  /**
   * Reads on; looks that overlap take their turns.
   *
   * @returns the rows that are new or not what they were, none of a kind of which nothing changed; where rows are gone,
   *   a part that begins at the first of them
   * @throws UserError where a line has no end, and what the file system says of a file that is there but unreadable
   */
  async read(): Promise<MetricsPart[]> {
    const parts = this.last.catch(() => undefined).then(() => this.readOn());
    this.last = parts;
    return parts;
  }

  private async readOn(): Promise<MetricsPart[]> {
    const file = await openWhereThere(this.path);
    try {
      const before = this.reading;
      if (file && (await before.isOf(file))) await before.readOn(file);
      else await this.startAnew(file);
      return KINDS.flatMap((kind) => this.tell(kind, this.reading.columns[kind].firstDifference(before.columns[kind])));
    } finally {
      await file?.close();
    }
  }

  /** Where the file was cut back, it is read again: that is rare, and how far it was cut is not told. */
  private async startAnew(file: FileHandle | undefined): Promise<void> {
    const anew = new MetricsReading(this.path);
    if (file) await anew.readOn(file);
    this.reading = anew;
  }

  /** @param unchanged how many rows are what they were before this look */
  private tell(kind: MetricsLine['kind'], unchanged: number): MetricsPart[] {
    const columns = this.reading.columns[kind];
    const known = Math.min(this.told[kind], unchanged);
    const isNews = known < columns.rows || known < this.told[kind];
    this.told[kind] = columns.rows;
    return isNews ? [columns.part(known)] : [];
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
