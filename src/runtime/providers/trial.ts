import * as z from 'zod';
import { resolvedConfigSchema } from '../../core/config/saeConfig';
import { usableProviderSchema } from '../../core/run/providerRecord';
import { TrainingFailure } from '../checkFinite';
import { createTrainer } from '../createTrainer';
import { precisionError } from '../precisionError';
import type { Trainer, TrainingObserver } from '../trainer';
import { readTrainingInputs } from '../trainingInputs';
import { findPlacement } from './placement';
import type { TrialLine } from './trialProcess';

/** What to try: a run's own training on a provider. */
export const trialRequestSchema = z.object({
  provider: usableProviderSchema,
  /** Index of the GPU. */
  device: z.int().min(0),
  config: resolvedConfigSchema,
  /** Path of the model's file. */
  model: z.string(),
  /** How long to measure the speed, after a first call. */
  seconds: z.number().positive(),
});

export type TrialRequest = z.infer<typeof trialRequestSchema>;

/**
 * Trains a few steps as a run would, and measures them. Where the provider's driver crashes or hangs, so does this: it
 * belongs into a process of its own.
 *
 * @param say told what is known as soon as it is
 * @throws what makes the provider unusable
 */
export async function runTrial(request: TrialRequest, say: (line: TrialLine) => void): Promise<void> {
  const { provider, device, config } = request;
  const inputs = await readTrainingInputs(config, request.model);
  const stopwatch = new Stopwatch(1000 * request.seconds, () => say({ kind: 'step' }));
  const { trainer, session } = await createTrainer(inputs, provider, 'float32', undefined, { device });
  try {
    await trainUntil(trainer, stopwatch);
    const { stepsPerSecond, firstLoss } = stopwatch;
    const questions_per_second = Math.round(10 * config.batch_size * stepsPerSecond) / 10;
    const loss = Number.isFinite(firstLoss) ? firstLoss : null;
    say({ kind: 'speed', trial: { questions_per_second, loss, placement: null } });
    if (config.precision !== 'float32') {
      say({ kind: 'precision', error: await precisionError(inputs, provider, { device }) });
    }
    // What the CPU would hand to the CPU needs no counting. Another session has what this one has compiled, while it lives.
    if (provider !== 'cpu') say({ kind: 'placement', placement: await findPlacement(inputs, provider, device) });
  } finally {
    await session.release();
  }
}

async function trainUntil(trainer: Trainer, observer: TrainingObserver): Promise<void> {
  try {
    await trainer.run(observer);
  } catch (error) {
    // That the config's training fails is for the run to say: the provider has computed it.
    if (!(error instanceof TrainingFailure)) throw error;
  }
}

/** Measures the calls of the runtime that training makes. The first one is slow, and makes one step. */
class Stopwatch implements TrainingObserver {
  /** Of the fastest call: other programs, and compiling, only make one slower. */
  stepsPerSecond = 0;
  firstLoss = NaN;
  private calls = 0;
  private steps = 0;
  private last = performance.now();
  private end = 0;

  constructor(
    private readonly milliseconds: number,
    private readonly stepMade: () => void,
  ) {}

  measured(): Promise<void> {
    // What a run would log is of no interest.
    return Promise.resolve();
  }

  proceed(trainer: Trainer): Promise<boolean> {
    const now = performance.now();
    const rate = (1000 * (trainer.step - this.steps)) / (now - this.last);
    this.stepsPerSecond = this.calls === 1 ? rate : Math.max(this.stepsPerSecond, rate);
    if (this.calls++ === 0) this.begin(trainer.loss, now);
    [this.steps, this.last] = [trainer.step, now];
    return Promise.resolve(this.calls < 2 || now < this.end);
  }

  private begin(loss: number, now: number): void {
    this.firstLoss = loss;
    this.end = now + this.milliseconds;
    this.stepMade();
  }
}
