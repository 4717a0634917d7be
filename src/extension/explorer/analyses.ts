import { analysisLineSchema } from '../../core/run/analysisLine';
import { messageOf } from '../../core/errors';
import type { TaskState } from '../../protocol/explorer';
import { Listeners } from '../../store/listeners';
import type { QuantaProgram } from '../training/quantaProgram';

interface RunningAnalysis {
  readonly cancel: AbortController;
  /** Whether it ran to its end. */
  readonly end: Promise<boolean>;
}

/** The analyses that this window runs, one at a time in a folder, whoever asked for them. They end with the window. */
export class Analyses {
  private readonly running = new Map<string, RunningAnalysis>();
  private readonly tasks = new Map<string, TaskState>();
  private readonly changes = new Listeners<string>();
  private isDisposed = false;

  constructor(private readonly program: QuantaProgram) {}

  /** How the one in a folder stands, or ended; null where there was none, or it ran to its end. */
  taskOf(directory: string): TaskState | null {
    return this.tasks.get(directory) ?? null;
  }

  /** Tells the folder of an analysis that is not as it was. @returns what ends it */
  onChange(listener: (directory: string) => void): () => void {
    return this.changes.add(listener);
  }

  /**
   * Looks for labels of the SAE of a run and proves them, or waits for the analysis that does so already. One that was
   * stopped is over first.
   *
   * @returns whether it ran to its end; false where it was stopped
   * @throws UserError with what it says of its failure
   */
  async run(directory: string): Promise<boolean> {
    const known = this.running.get(directory);
    if (known && !known.cancel.signal.aborted) return known.end;
    if (known) {
      // How it ended, whoever started it is told.
      await known.end.catch(() => undefined);
      return this.isDisposed ? false : this.run(directory);
    }
    const cancel = new AbortController();
    const end = this.analyse(directory, cancel.signal);
    this.running.set(directory, { cancel, end });
    return end;
  }

  /** Ends it: nothing is written then. */
  stop(directory: string): void {
    this.running.get(directory)?.cancel.abort();
  }

  dispose(): void {
    this.isDisposed = true;
    for (const { cancel } of this.running.values()) cancel.abort();
  }

  private async analyse(directory: string, signal: AbortSignal): Promise<boolean> {
    this.tell(directory, { state: 'running', stage: null, done: 0 });
    const onLine = (text: string) => {
      const line = analysisLineSchema.parse(JSON.parse(text));
      if (line.kind === 'progress') {
        this.tell(directory, { state: 'running', stage: line.stage, done: line.done });
      }
    };
    try {
      const isDone = await this.program.run(['analyse', directory, '--json'], { onLine, signal });
      this.tell(directory, isDone ? undefined : { state: 'stopped' });
      return isDone;
    } catch (error) {
      this.tell(directory, { state: 'failed', message: messageOf(error) });
      throw error;
    } finally {
      this.running.delete(directory);
    }
  }

  private tell(directory: string, task: TaskState | undefined): void {
    if (task) this.tasks.set(directory, task);
    else this.tasks.delete(directory);
    this.changes.tell(directory);
  }
}
