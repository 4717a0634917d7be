import { mkdir, rm } from 'node:fs/promises';
import { messageOf } from '../core/errors';
import type { FloatType } from '../core/floatArray';
import type { TrainingResult } from '../core/training/course';
import { MetricsLog } from '../store/metricsLog';
import { runPaths } from '../store/runDirectory';
import { createTrainer } from './createTrainer';
import type { OpenRun } from './openRun';
import { RunObserver } from './runObserver';
import { LogFile, reportToAll, type RunReporter } from './runReporter';
import { saveSae } from './saveSae';
import { StatusKeeper } from './statusKeeper';

/** How a run ended, short of failing. */
export interface RunEnd {
  readonly state: 'done' | 'stopped';
  readonly result: TrainingResult;
}

const FLOAT_TYPE: FloatType = 'float32';

/**
 * Trains a run to its end, or until `stopRequested` or the run's stop file asks it to stop, and keeps its directory up
 * to date: status, metrics, checkpoints, log, and at the end the SAE.
 *
 * @throws what made it fail, after recording the failure in the directory
 */
export async function trainRun(run: OpenRun, terminal: RunReporter, stopRequested: () => boolean): Promise<RunEnd> {
  try {
    return await trainLocked(run, terminal, stopRequested);
  } finally {
    await run.lock.release();
  }
}

async function trainLocked(run: OpenRun, terminal: RunReporter, stopRequested: () => boolean): Promise<RunEnd> {
  const reporter = reportToAll([new LogFile(run.directory), terminal]);
  const status = await StatusKeeper.start(run.directory, run.lock);
  try {
    const end = await train(run, reporter, status, stopRequested);
    await status.end(end.state, end.result, null);
    reporter.ends(end);
    return end;
  } catch (error) {
    await recordFailure(messageOf(error), status, reporter);
    throw error;
  }
}

async function recordFailure(message: string, status: StatusKeeper, reporter: RunReporter): Promise<void> {
  try {
    await status.end('failed', null, message);
    reporter.fails(message);
  } catch {
    // Where the directory cannot be written, that is mostly what failed: the caller says it.
  }
}

async function train(
  run: OpenRun,
  reporter: RunReporter,
  status: StatusKeeper,
  stopRequested: () => boolean,
): Promise<RunEnd> {
  const { directory, record, inputs, provider, checkpoint } = run;
  const paths = runPaths(directory);
  await mkdir(paths.checkpoint, { recursive: true });
  const { trainer, session } = await createTrainer(inputs, provider, FLOAT_TYPE, checkpoint?.snapshot, {
    device: record.device,
  });
  const metrics = await MetricsLog.open(paths.metrics, checkpoint?.metricsBytes ?? 0);
  try {
    reporter.begins({ run, step: trainer.step, totalSteps: trainer.totalSteps });
    const observer = new RunObserver(directory, inputs, metrics, status, reporter, stopRequested);
    await trainer.run(observer);
    await observer.checkpoint(trainer);
    const { result, ...kept } = await trainer.outcome();
    await saveSae(directory, inputs, kept);
    if (observer.wasStopped) await rm(paths.stop, { force: true });
    const state = trainer.finished ? 'done' : 'stopped';
    return { state, result };
  } finally {
    await metrics.close();
    await session.release();
  }
}
