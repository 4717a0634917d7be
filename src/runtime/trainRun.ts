import { mkdir, rm } from 'node:fs/promises';
import { messageOf } from '../core/errors';
import type { FloatType } from '../core/floatArray';
import type { TrainingResult } from '../core/training/course';
import { removeAnalysis } from '../store/analysisFiles';
import { MetricsLog } from '../store/metricsLog';
import { runPaths } from '../store/runDirectory';
import { analyseAfterTraining } from './analysis/afterTraining';
import { createTrainer } from './createTrainer';
import type { OpenRun } from './openRun';
import { RunObserver } from './runObserver';
import { LogFile, reportToAll, type RunReporter } from './runReporter';
import { saveSae } from './saveSae';
import { StatusKeeper } from './statusKeeper';
import type { Trainer } from './trainer';

/** How a run ended, short of failing. */
export interface RunEnd {
  /** `paused`: it was to go on until the end of an epoch for now, and has. */
  readonly state: 'done' | 'stopped' | 'paused';
  readonly result: TrainingResult;
}

/** What products train in. */
export const FLOAT_TYPE: FloatType = 'float32';

/** A trainer for a run. */
export interface RunTrainer {
  readonly trainer: Trainer;
  /** Called when training has ended and the weights are read; what is left to do needs no trainer. */
  ended?(): void;
  release(): Promise<void>;
}

/** A trainer for a run by itself, at its beginning or from its checkpoint. */
async function trainerAlone({ inputs, provider, checkpoint, record }: OpenRun): Promise<RunTrainer> {
  const options = { device: record.device };
  const { trainer, session } = await createTrainer(inputs, provider, FLOAT_TYPE, checkpoint?.snapshot, options);
  return { trainer, release: () => session.release() };
}

/**
 * Trains a run to its end, or until `stopRequested` or the run's stop file asks it to stop, and keeps its directory up
 * to date: status, metrics, checkpoints, log, and at the end the SAE.
 *
 * @param createRunTrainer makes its trainer, at its beginning or from its checkpoint
 * @param untilEpoch epochs, from its beginning, after which it pauses; null where it is trained to its end
 * @throws what made it fail, after recording the failure in the directory
 */
export async function trainRun(
  run: OpenRun,
  terminal: RunReporter,
  stopRequested: () => boolean,
  createRunTrainer: (run: OpenRun) => Promise<RunTrainer> = trainerAlone,
  untilEpoch: number | null = null,
): Promise<RunEnd> {
  try {
    return await trainLocked(run, terminal, { stopRequested, createRunTrainer, untilEpoch });
  } finally {
    await run.lock.release();
  }
}

interface HowToTrain {
  readonly stopRequested: () => boolean;
  readonly createRunTrainer: (run: OpenRun) => Promise<RunTrainer>;
  readonly untilEpoch: number | null;
}

async function trainLocked(run: OpenRun, terminal: RunReporter, how: HowToTrain): Promise<RunEnd> {
  const reporter = reportToAll([new LogFile(run.directory), terminal]);
  const status = await StatusKeeper.start(run.directory, run.lock);
  try {
    const end = await train(run, reporter, status, how);
    await status.end(end.state === 'done' ? 'done' : 'stopped', end.result, null);
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
  { stopRequested, createRunTrainer, untilEpoch }: HowToTrain,
): Promise<RunEnd> {
  const { directory, inputs, checkpoint } = run;
  const paths = runPaths(directory);
  await mkdir(paths.checkpoint, { recursive: true });
  const created = await createRunTrainer(run);
  const { trainer } = created;
  const metrics = await MetricsLog.open(paths.metrics, checkpoint?.metricsBytes ?? 0);
  try {
    reporter.begins({ run, step: trainer.step, totalSteps: trainer.totalSteps });
    const observer = new RunObserver(directory, inputs, metrics, status, reporter, stopRequested, untilEpoch);
    // A process that died may have left it where it is to pause.
    if (!observer.pauses(trainer)) await trainer.run(observer);
    await observer.checkpoint(trainer);
    const { result, ...kept } = await trainer.outcome();
    created.ended?.();
    await saveSae(directory, inputs, kept);
    await removeAnalysis(directory, inputs.model.name);
    const state = trainer.finished ? 'done' : observer.wasStopped ? 'stopped' : 'paused';
    const analysed = state === 'done' ? await analyseAfterTraining(run, stopRequested) : undefined;
    if (analysed !== undefined) reporter.says(analysed);
    if (observer.wasStopped || state === 'done') await rm(paths.stop, { force: true });
    return { state, result };
  } finally {
    await metrics.close();
    await created.release();
  }
}
