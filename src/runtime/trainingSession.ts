import type { FloatArray } from '../core/floatArray';
import { adamScalars } from '../core/training/adam';
import type { TrainingStepPlan } from '../core/training/trainingStep';
import type { SessionOptions, UsableProvider } from './provider';
import { stepReport, type StepReport } from './stepReport';
import { StepRunner, type TrainingState } from './stepRunner';

export type { StepReport, TrainingState };

/** What trains one SAE: alone, or as one of several that are trained together. */
export interface SaeSession {
  /**
   * Makes one step per batch of tokens.
   *
   * @param tokens int32 [steps, batch size, tokens needed]
   * @param firstStep Adam's count for the first of them, from 1
   */
  steps(tokens: Int32Array, steps: number, firstStep: number, learningRate: number): Promise<StepReport[]>;
  /** Makes the moments zero, as building Adam anew does. */
  resetMoments(): void;
  /** The state as it stands; arrays are the session's own and stay as they are when training goes on. */
  state(): Promise<TrainingState>;
  parameters(): Promise<Readonly<Record<string, FloatArray>>>;
}

/** An SAE in training on ONNX Runtime: holds its state between calls, and makes many steps per call. */
export class TrainingSession implements SaeSession {
  private constructor(
    private readonly plan: TrainingStepPlan,
    private readonly runner: StepRunner,
  ) {}

  /**
   * @param hyperparameters values of the architecture's hyperparameters
   * @param state parameters, with their moments or without (then zero)
   */
  static async create(
    plan: TrainingStepPlan,
    provider: UsableProvider,
    hyperparameters: Readonly<Record<string, number>>,
    state: TrainingState,
    options: SessionOptions = {},
  ): Promise<TrainingSession> {
    const scalars = plan.architecture.hyperparameters.map((name) => {
      return [name, { shape: [], data: Float64Array.of(hyperparameters[name]!) }] as const;
    });
    const runner = await StepRunner.create(plan, provider, Object.fromEntries(scalars), state, options);
    return new TrainingSession(plan, runner);
  }

  async steps(tokens: Int32Array, steps: number, firstStep: number, learningRate: number): Promise<StepReport[]> {
    return this.runner.steps(
      tokens,
      steps,
      (step) => adamScalars(firstStep + step, learningRate),
      (results, step) => stepReport(this.plan, results, step, 0, this.plan.encodingDim),
    );
  }

  resetMoments(): void {
    this.runner.resetMoments();
  }

  async state(): Promise<TrainingState> {
    return this.runner.state();
  }

  async parameters(): Promise<TrainingState> {
    return this.runner.parameters();
  }

  /** See `StepRunner.formInUse`. */
  get formInUse(): { readonly steps: number; readonly before: number } {
    return this.runner.formInUse;
  }

  async release(): Promise<void> {
    await this.runner.release();
  }
}
