import { rm } from 'node:fs/promises';
import { messageOf } from '../../core/errors';
import { progressOf } from '../../core/sweep/progress';
import type { SweepProgress } from '../../core/sweep/sweepProgress';
import { fileExists } from '../../store/fileExists';
import { sweepPaths } from '../../store/sweepDirectory';
import { StatusKeeper } from '../statusKeeper';
import { Coordinator } from './coordinator';
import { closeSweep, type OpenSweep } from './openSweep';
import { SweepLog, tellAll, type SweepEnd, type SweepReporter } from './sweepReporter';
import type { TrialExecutor } from './trialExecutor';

const MILLISECONDS_BETWEEN_LOOKS = 200;

/**
 * Runs a sweep to its end, or until `stopRequested` or its stop file asks it to stop, and keeps its directory up to date:
 * ledger, status, the best trial, log.
 *
 * @param createExecutor makes what trains its trials
 * @throws what made it fail, after recording the failure in the directory
 */
export async function runSweep(
  sweep: OpenSweep,
  terminal: SweepReporter,
  stopRequested: () => boolean,
  createExecutor: (says: (text: string) => void) => TrialExecutor,
): Promise<SweepEnd> {
  const reporter = tellAll([new SweepLog(sweep), terminal]);
  const start = performance.now();
  let reached: SweepProgress['reached'] = null;
  let ended: number | undefined;
  const minutes = () => sweep.minutes + ((ended ?? performance.now()) - start) / 60_000;
  const progress = () => progressOf(sweep.sweep, sweep.ledger.ledger.trials, minutes(), reached);
  const stop = new StopFile(sweepPaths(sweep.directory).stop);
  try {
    const status = await StatusKeeper.start(sweep.directory, sweep.lock, progress);
    stop.watch(stopRequested, () => status.stopping());
    try {
      reporter.begins();
      const executor = createExecutor((text) => reporter.says(text));
      const coordinator = new Coordinator(sweep, executor, {
        reporter,
        minutes,
        stopRequested: () => stop.isAsked,
        changed: () => status.changed(),
        reached: (why) => {
          reached = why;
          // What is left to do is no training.
          ended = performance.now();
        },
      });
      const end = await coordinator.run();
      stop.release();
      if (stop.isAsked || end.state === 'done') await rm(sweepPaths(sweep.directory).stop, { force: true });
      await status.end(end.state, null, null);
      reporter.ends(end);
      return end;
    } catch (error) {
      stop.release();
      await recordFailure(messageOf(error), status, reporter);
      throw error;
    }
  } finally {
    await closeSweep(sweep);
  }
}

async function recordFailure(message: string, status: StatusKeeper, reporter: SweepReporter): Promise<void> {
  try {
    await status.end('failed', null, message);
    reporter.fails(message);
  } catch {
    // Where the directory cannot be written, that is mostly what failed: the caller says it.
  }
}

/** Knows at any moment whether a stop was asked for: looks for the file again and again. */
class StopFile {
  private timer: NodeJS.Timeout | undefined;
  private asked = false;
  private released = false;

  constructor(private readonly path: string) {}

  get isAsked(): boolean {
    return this.asked;
  }

  /** @param onStop called once */
  watch(requested: () => boolean, onStop: () => Promise<void>): void {
    const look = async () => {
      const isAsked = requested() || (await fileExists(this.path));
      // What ended meanwhile is not stopped any more.
      if (!isAsked || this.asked || this.released) return;
      this.asked = true;
      await onStop();
    };
    // A status that cannot be written now is written at the end.
    const again = () => void look().catch(() => undefined);
    this.timer = setInterval(again, MILLISECONDS_BETWEEN_LOOKS);
    again();
  }

  release(): void {
    this.released = true;
    clearInterval(this.timer);
  }
}
