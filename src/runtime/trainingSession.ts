import type { Tensor } from 'onnxruntime-node';
import type { FloatArray } from '../core/floatArray';
import { adamScalars } from '../core/training/adam';
import type { StepMetrics } from '../core/training/metricMeans';
import { momentNames, type TrainingStepPlan } from '../core/training/trainingStep';
import { tokensNeeded } from '../core/transformer/activationRows';
import { DeviceReader, freeOnDevice, isOnDevice } from './deviceMemory';
import { refusePrecision } from './precision';
import type { SessionOptions, UsableProvider } from './provider';
import { StateLayout } from './stateLayout';
import type { CallResults } from './stepCall';
import { StepForms } from './stepForms';
import { arrayOf, tensorOf, zeros } from './tensors';

/** What a step says beyond the figures that are averaged. */
export interface StepReport extends StepMetrics {
  /** Norm of all gradients before clipping. */
  readonly gradientNorm: number;
  /** Neurons whose gradient is not finite. */
  readonly brokenNeurons: readonly number[];
}

/** Arrays by name: the parameters, and each one's moments under `momentNames`. */
export type TrainingState = Readonly<Record<string, FloatArray>>;

/**
 * An SAE in training on ONNX Runtime: holds its state between calls, in the device's memory where that can be, and
 * makes many steps per call.
 */
export class TrainingSession {
  private reader: DeviceReader | undefined;

  private constructor(
    private readonly plan: TrainingStepPlan,
    private readonly layout: StateLayout,
    private readonly provider: UsableProvider,
    private readonly options: SessionOptions,
    private readonly forms: StepForms,
    private readonly hyperparameters: Readonly<Record<string, Tensor>>,
    private tensors: Record<string, Tensor>,
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
    const { floatType, architecture, precision = 'float32' } = plan;
    refusePrecision(precision, provider);
    const layout = new StateLayout(plan, provider);
    const forms = await StepForms.create(plan, layout, provider, options);
    const scalars = architecture.hyperparameters.map((name) => {
      return [name, tensorOf({ shape: [], data: Float64Array.of(hyperparameters[name]!) }, floatType)] as const;
    });
    const arrays = Object.entries(layout.pack(state));
    const tensors = Object.fromEntries(arrays.map(([name, array]) => [name, tensorOf(array, floatType)]));
    const hyper = Object.fromEntries(scalars);
    const created = new TrainingSession(plan, layout, provider, options, forms, hyper, tensors);
    const hasMoments = arrays.length > Object.keys(layout.trained).length;
    if (!hasMoments) created.resetMoments();
    return created;
  }

  /** The state as it stands; arrays are the session's own and stay as they are when training goes on. */
  async state(): Promise<TrainingState> {
    return this.arrays(Object.keys(this.tensors));
  }

  async parameters(): Promise<Readonly<Record<string, FloatArray>>> {
    return this.arrays(Object.keys(this.layout.trained));
  }

  /** Makes the moments zero, as building Adam anew does. */
  resetMoments(): void {
    const moments = Object.entries(this.layout.trained).flatMap(([name, shape]) => {
      const { m, v } = momentNames(name);
      return [m, v].map((moment) => [moment, zeros(shape, this.plan.floatType)] as const);
    });
    this.replace(Object.fromEntries(moments));
  }

  /**
   * Makes one step per batch of tokens.
   *
   * @param tokens int32 [steps, batch size, tokens needed]
   * @param firstStep Adam's count for the first of them, from 1
   */
  async steps(tokens: Int32Array, steps: number, firstStep: number, learningRate: number): Promise<StepReport[]> {
    const tokensPerStep = this.plan.batchSize * tokensNeeded(this.plan.site);
    const reports: StepReport[] = [];
    while (reports.length < steps) {
      const done = reports.length;
      const call = await this.forms.callFor(steps - done);
      const count = call.steps ?? steps - done;
      const start = performance.now();
      const results = await call.run(
        tokens.subarray(done * tokensPerStep, (done + count) * tokensPerStep),
        Array.from({ length: count }, (_, step) => adamScalars(firstStep + done + step, learningRate)),
        { ...this.hyperparameters, ...this.tensors },
      );
      this.replace(results.state);
      await this.forms.measured(call, count, (performance.now() - start) / 1000);
      for (let step = 0; step < count; step++) reports.push(this.report(results, step));
    }
    return reports;
  }

  /**
   * Of the form of the graph that many steps are made with: how many it has made, and how many forms, each with a
   * profile of its own, were compiled before it.
   */
  get formInUse(): { readonly steps: number; readonly before: number } {
    return this.forms.inUse;
  }

  async release(): Promise<void> {
    freeOnDevice(Object.values(this.tensors));
    await this.reader?.release();
    await this.forms.release();
  }

  private report({ collected }: CallResults, step: number): StepReport {
    const { batchSize, site } = this.plan;
    const value = (name: string) => collected(name, step)?.[0] ?? null;
    const gradientNorm = value('gradient_norm')!;
    return {
      loss: value('loss')!,
      mse: value('mse')!,
      sparsityPenalty: value('sparsity_penalty'),
      l1Penalty: value('l1_penalty'),
      firingCounts: collected('firing_counts', step)!,
      rows: batchSize * site.positions.length,
      gradientNorm,
      // A gradient that is not finite shows in the norm, so that mostly none need be looked at.
      brokenNeurons: Number.isFinite(gradientNorm) ? [] : brokenAmong(collected('neuron_gradient', step)!),
    };
  }

  private replace(tensors: Readonly<Record<string, Tensor>>): void {
    freeOnDevice(Object.keys(tensors).flatMap((name) => this.tensors[name] ?? []));
    this.tensors = { ...this.tensors, ...tensors };
  }

  /** What the graph's inputs of these names hold. */
  private async arrays(names: readonly string[]): Promise<TrainingState> {
    const { tensors } = this;
    let found = tensors;
    if (Object.values(tensors).some(isOnDevice)) {
      this.reader ??= await DeviceReader.create(tensors, this.provider, this.options);
      found = await this.reader.read(tensors, names);
    }
    return this.layout.unpack(Object.fromEntries(names.map((name) => [name, arrayOf(found[name]!)])));
  }
}

function brokenAmong(gradient: Float32Array | Float64Array): number[] {
  return [...gradient.keys()].filter((neuron) => !Number.isFinite(gradient[neuron]));
}
