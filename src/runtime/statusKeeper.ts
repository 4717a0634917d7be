import { hostname } from 'node:os';
import type { RunLock } from '../store/runLock';
import type { SweepProgress } from '../core/sweep/sweepProgress';
import type { RunProgress, RunResult, RunStatus } from '../core/run/runStatus';
import { writeStatus } from '../store/statusFile';

const HEARTBEAT_MILLISECONDS = 2000;

/** Keeps a run's status.json up to date while the process lives. */
export class StatusKeeper {
  private status: RunStatus;
  private readonly timer: NodeJS.Timeout;
  private written: Promise<void> = Promise.resolve();

  private constructor(
    private readonly directory: string,
    private readonly lock: RunLock,
    private readonly sweep: (() => SweepProgress) | undefined,
  ) {
    this.status = {
      state: 'running',
      pid: process.pid,
      host: hostname(),
      heartbeat: new Date().toISOString(),
      progress: null,
      result: null,
      error: null,
    };
    // A heartbeat that cannot be written is missed; a disk that stays full fails the run at its next checkpoint.
    this.timer = setInterval(() => void this.beat().catch(() => undefined), HEARTBEAT_MILLISECONDS);
    // Only what it reports on keeps the process alive.
    this.timer.unref();
  }

  /**
   * Begins with the state `running`.
   *
   * @param sweep how far a sweep is, asked for at every heartbeat
   */
  static async start(directory: string, lock: RunLock, sweep?: () => SweepProgress): Promise<StatusKeeper> {
    const keeper = new StatusKeeper(directory, lock, sweep);
    await keeper.write();
    return keeper;
  }

  /** Remembers the progress; the next heartbeat writes it. */
  progress(progress: RunProgress): void {
    this.status = { ...this.status, progress };
  }

  /** Writes how things stand, without waiting for the next heartbeat. */
  async changed(): Promise<void> {
    await this.write();
  }

  async stopping(): Promise<void> {
    this.status = { ...this.status, state: 'stopping' };
    await this.write();
  }

  /** Writes the last status and stops the heartbeat. */
  async end(state: 'done' | 'stopped' | 'failed', result: RunResult | null, error: string | null): Promise<void> {
    clearInterval(this.timer);
    this.status = { ...this.status, state, result, error };
    await this.write();
  }

  private async beat(): Promise<void> {
    await this.write();
    await this.lock.renew();
  }

  // One write after another: a heartbeat must not overtake the end.
  private write(): Promise<void> {
    const heartbeat = new Date().toISOString();
    this.status = { ...this.status, heartbeat, ...(this.sweep && { sweep: this.sweep() }) };
    const { status } = this;
    this.written = this.written.catch(() => undefined).then(() => writeStatus(this.directory, status));
    return this.written;
  }
}
