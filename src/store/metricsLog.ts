import { constants, open, type FileHandle } from 'node:fs/promises';
import * as z from 'zod';
import { messageOf, UserError } from '../core/errors';
import { cannotWrite } from './atomicFile';
import { metricsLineSchema, type MetricsLine } from '../core/run/metricsLine';
import { readOrEmpty } from './textFile';

/** Appends to `metrics.jsonl`; a run has one writer at a time. */
export class MetricsLog {
  private constructor(
    private readonly path: string,
    private readonly file: FileHandle,
    private bytes: number,
  ) {}

  /**
   * Opens the file for appending, made where it is missing, and cuts off all that was written after a checkpoint: the
   * resumed run writes it again.
   * @param bytes how much of the file the run continues from: 0, or what `flush` said when its checkpoint was saved
   * @throws UserError where the file does not have that many bytes, or they do not end with a line
   */
  static async open(path: string, bytes: number): Promise<MetricsLog> {
    await cutBack(path, bytes);
    return new MetricsLog(path, await open(path, 'a'), bytes);
  }

  async append(line: MetricsLine): Promise<void> {
    const text = JSON.stringify(line) + '\n';
    try {
      await this.file.appendFile(text);
    } catch (error) {
      throw cannotWrite(this.path, error);
    }
    this.bytes += Buffer.byteLength(text);
  }

  /** Brings all lines to the disk; returns how many bytes the file has, for a checkpoint to remember. */
  async flush(): Promise<number> {
    await this.file.sync();
    return this.bytes;
  }

  async close(): Promise<void> {
    await this.file.close();
  }
}

// Its own handle: Windows cannot shorten a file that is open for appending.
async function cutBack(path: string, bytes: number): Promise<void> {
  const file = await open(path, constants.O_RDWR | constants.O_CREAT);
  try {
    if (!(await lineEndsAt(file, bytes))) {
      throw new UserError(
        `${path}: the checkpoint belongs to the first ${bytes} bytes of this file, and no line ends there: the file ` +
          'was changed, so the run cannot be resumed; start a new one',
      );
    }
    await file.truncate(bytes);
  } finally {
    await file.close();
  }
}

async function lineEndsAt(file: FileHandle, bytes: number): Promise<boolean> {
  if (bytes === 0) return true;
  const { buffer, bytesRead } = await file.read(Buffer.alloc(1), 0, 1, bytes - 1);
  return bytesRead === 1 && buffer.toString() === '\n';
}

/** What can be read of a `metrics.jsonl`: its lines, and one message for each line that is broken. */
export interface Metrics {
  readonly lines: readonly MetricsLine[];
  readonly problems: readonly string[];
}

/** Reads `metrics.jsonl`; empty where it is missing. A last line without its end is still being written: ignored. */
export async function readMetrics(path: string): Promise<Metrics> {
  const texts = (await readOrEmpty(path)).split('\n').slice(0, -1);
  const lines: MetricsLine[] = [];
  const problems: string[] = [];
  for (const [i, text] of texts.entries()) {
    const line = parseMetricsLine(text, path, i + 1);
    if (typeof line === 'string') problems.push(line);
    else lines.push(line);
  }
  return { lines, problems };
}

/** A line of metrics, or a message that says where there is none. */
export function parseMetricsLine(text: string, path: string, lineNumber: number): MetricsLine | string {
  try {
    const { data, error } = metricsLineSchema.safeParse(JSON.parse(text));
    if (error !== undefined) throw new Error(z.prettifyError(error));
    return data;
  } catch (error) {
    return `${path}:${lineNumber}: not a line of metrics: ${messageOf(error)}`;
  }
}
