import { rm } from 'node:fs/promises';
import { messageOf } from '../core/errors';
import type { FloatType } from '../core/floatArray';
import { architectureOf } from '../core/sae/architectures';
import type { TrainingResult } from '../core/training/course';
import { tokensNeeded } from '../core/transformer/activationRows';
import { MetricsLog } from '../store/metricsLog';
import { runPaths } from '../store/runDirectory';
import { writeRunFile } from '../store/runFile';
import { readCheckpoint, type Checkpoint } from './checkpoint';
import { initialParameters } from './initialParameters';
import type { OpenRun } from './openRun';
import type { UsableProvider } from './provider';
import { RunObserver } from './runObserver';
import type { RunReporter } from './runReporter';
import { saveSae } from './saveSae';
import { StatusKeeper } from './statusKeeper';
import { Trainer } from './trainer';
import type { TrainingInputs } from './trainingInputs';
import { TrainingSession } from './trainingSession';

/** How a run ended, short of failing. */
export interface RunEnd {
  readonly state: 'done' | 'stopped';
  readonly stoppedEarly: boolean;
  /** Epochs that were trained to their end. */
  readonly epochs: number;
  readonly result: TrainingResult;
}

const FLOAT_TYPE: FloatType = 'float32';

/**
 * Trains a run to its end, or until `stopRequested` or the run's stop file asks it to stop, and keeps its directory up
 * to date: status, metrics, checkpoints, and at the end the SAE.
 *
 * @throws what made it fail, after recording the failure in the directory
 */
export async function trainRun(run: OpenRun, reporter: RunReporter, stopRequested: () => boolean): Promise<RunEnd> {
  const status = await StatusKeeper.start(run.directory);
  try {
    const end = await train(run, reporter, status, stopRequested);
    await status.end(end.state, end.result, null);
    reporter.ends(end);
    return end;
  } catch (error) {
    await status.end('failed', null, messageOf(error));
    reporter.fails(messageOf(error));
    throw error;
  }
}

async function train(
  run: OpenRun,
  reporter: RunReporter,
  status: StatusKeeper,
  stopRequested: () => boolean,
): Promise<RunEnd> {
  const { directory, record, inputs, provider } = run;
  const paths = runPaths(directory);
  await writeRunFile(directory, { ...record, provider: { ...record.provider, used: provider } });
  const checkpoint = await readCheckpoint(paths.checkpoint);
  const session = await startSession(inputs, provider, checkpoint);
  const metrics = await MetricsLog.open(paths.metrics, checkpoint?.metricsBytes ?? 0);
  try {
    const trainer = new Trainer(session, inputs.batches, setupOf(inputs), checkpoint?.snapshot);
    reporter.begins({ run, step: trainer.step, totalSteps: trainer.totalSteps });
    const observer = new RunObserver(directory, inputs, metrics, status, reporter, stopRequested);
    await trainer.run(observer);
    await observer.checkpoint(trainer);
    const { result, ...kept } = trainer.outcome();
    await saveSae(directory, inputs, kept);
    if (observer.wasStopped) await rm(paths.stop, { force: true });
    const { course } = trainer.snapshot().counters;
    const state = trainer.finished ? 'done' : 'stopped';
    return { state, stoppedEarly: course.stoppedEarly, epochs: course.epochs, result };
  } finally {
    await metrics.close();
    await session.release();
  }
}

async function startSession(
  inputs: TrainingInputs,
  provider: UsableProvider,
  checkpoint: Checkpoint | undefined,
): Promise<TrainingSession> {
  const { config, rules, transformer, site } = inputs;
  const architecture = architectureOf(config.architecture);
  const values: Readonly<Record<string, unknown>> = config;
  const hyperparameters = Object.fromEntries(architecture.hyperparameters.map((name) => [name, Number(values[name])]));
  const plan = {
    floatType: FLOAT_TYPE,
    transformer,
    site,
    batchSize: config.batch_size,
    architecture,
    encodingDim: config.encoding_dim,
    structure: {
      ...(config.architecture === 'topk' && { k: config.k }),
      klClamp: rules.klClamp,
      penaltyCap: rules.penaltyCap,
    },
  };
  const state = checkpoint?.snapshot.state ?? (await initialParameters(inputs, FLOAT_TYPE, provider));
  return TrainingSession.create(plan, provider, hyperparameters, state);
}

function setupOf({ config, rules, model, site }: TrainingInputs) {
  return { ...config, rules, digits: model.digits, positions: tokensNeeded(site) };
}
