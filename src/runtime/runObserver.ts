import { fileExists } from '../store/fileExists';
import type { MetricsLog } from '../store/metricsLog';
import { metricsLine, type Measurement, type MetricsLine } from '../core/run/metricsLine';
import { runPaths, type RunPaths } from '../store/runDirectory';
import type { RunProgress } from '../core/run/runStatus';
import { writeCheckpoint } from './checkpoint';
import type { RunReporter } from './runReporter';
import type { StatusKeeper } from './statusKeeper';
import type { Trainer, TrainingObserver } from './trainer';
import type { TrainingInputs } from './trainingInputs';

/** A checkpoint is written this often, unless writing takes more than a hundredth of the time. */
const CHECKPOINT_SECONDS = 1;
const LEAST_TIMES_ITS_OWN_DURATION = 100;

/** Keeps a run's directory up to date while a trainer works, and passes on requests to stop. */
export class RunObserver implements TrainingObserver {
  private readonly paths: RunPaths;
  private latest: MetricsLine | undefined;
  private lastCheckpoint = performance.now();
  private pause = CHECKPOINT_SECONDS * 1000;
  private stopped = false;

  /** @param untilEpoch epochs, from the beginning of the run, after which it pauses; null where it goes on to its end */
  constructor(
    directory: string,
    private readonly inputs: TrainingInputs,
    private readonly metrics: MetricsLog,
    private readonly status: StatusKeeper,
    private readonly reporter: RunReporter,
    private readonly stopRequested: () => boolean,
    private readonly untilEpoch: number | null,
  ) {
    this.paths = runPaths(directory);
  }

  async measured(measurement: Measurement, stoppedEarly: boolean): Promise<void> {
    const line = metricsLine(measurement);
    await this.metrics.append(line);
    this.latest = line;
    this.reporter.line(line, stoppedEarly);
  }

  async proceed(trainer: Trainer): Promise<boolean> {
    const progress = this.progressOf(trainer);
    this.status.progress(progress);
    this.reporter.progress(progress);
    if (this.stopRequested() || (await fileExists(this.paths.stop))) {
      this.stopped = true;
      await this.status.stopping();
      return false;
    }
    if (this.pauses(trainer)) return false;
    if (performance.now() - this.lastCheckpoint >= this.pause) await this.checkpoint(trainer);
    return true;
  }

  /** Whether training has come to where it is to pause, and not to its end. */
  pauses({ epochs, finished }: Trainer): boolean {
    return this.untilEpoch !== null && epochs >= this.untilEpoch && !finished;
  }

  /** Whether training ended because it was asked to. */
  get wasStopped(): boolean {
    return this.stopped;
  }

  async checkpoint(trainer: Trainer): Promise<void> {
    const start = performance.now();
    const metricsBytes = await this.metrics.flush();
    await writeCheckpoint(this.paths.checkpoint, { snapshot: await trainer.snapshot(), metricsBytes });
    this.lastCheckpoint = performance.now();
    const duration = this.lastCheckpoint - start;
    this.pause = Math.max(CHECKPOINT_SECONDS * 1000, LEAST_TIMES_ITS_OWN_DURATION * duration);
  }

  private progressOf(trainer: Trainer): RunProgress {
    const { config } = this.inputs;
    const { secondsPerStep, step, totalSteps } = trainer;
    return {
      epoch: trainer.epoch,
      num_epochs: config.num_epochs,
      step,
      total_steps: totalSteps,
      questions: step * config.batch_size,
      questions_per_second: secondsPerStep === undefined ? null : config.batch_size / secondsPerStep,
      seconds_left: secondsPerStep === undefined ? null : (totalSteps - step) * secondsPerStep,
      loss: this.latest?.loss ?? null,
      density: this.latest?.density ?? null,
      neurons_used: this.latest?.neurons_used ?? null,
    };
  }
}
