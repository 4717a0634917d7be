import type { Tensor } from 'onnxruntime-node';
import type { FloatArray } from '../core/floatArray';
import { momentNames, type TrainingStepPlan } from '../core/training/trainingStep';
import { tokensNeeded } from '../core/transformer/activationRows';
import { DeviceReader, freeOnDevice, isOnDevice } from './deviceMemory';
import { refusePrecision } from './precision';
import type { SessionOptions, UsableProvider } from './provider';
import { StateLayout } from './stateLayout';
import type { CallResults, StepScalars } from './stepCall';
import { StepForms } from './stepForms';
import { arrayOf, tensorOf, zeros } from './tensors';

/** Arrays by name: the parameters, and each one's moments under `momentNames`. */
export type TrainingState = Readonly<Record<string, FloatArray>>;

/** Holds what training steps go on from between calls of ONNX Runtime, in the device's memory where that can be. */
export class StepRunner {
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
   * @param hyperparameters of the architecture, in the shapes that the plan's graph has
   * @param state parameters, with their moments or without (then zero)
   */
  static async create(
    plan: TrainingStepPlan,
    provider: UsableProvider,
    hyperparameters: TrainingState,
    state: TrainingState,
    options: SessionOptions,
  ): Promise<StepRunner> {
    const { floatType, precision = 'float32' } = plan;
    refusePrecision(precision, provider);
    const layout = new StateLayout(plan, provider);
    const forms = await StepForms.create(plan, layout, provider, options);
    const arrays = layout.pack(state);
    const tensors = (of: TrainingState) =>
      Object.fromEntries(Object.entries(of).map(([name, array]) => [name, tensorOf(array, floatType)]));
    const created = new StepRunner(plan, layout, provider, options, forms, tensors(hyperparameters), tensors(arrays));
    const hasMoments = Object.keys(arrays).length > Object.keys(layout.trained).length;
    if (!hasMoments) created.resetMoments();
    return created;
  }

  /** The state as it stands; arrays are the runner's own and stay as they are when training goes on. */
  async state(): Promise<TrainingState> {
    return this.arrays(Object.keys(this.tensors));
  }

  async parameters(): Promise<TrainingState> {
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
   * @param scalars of Adam's step, counted from 0 within these
   * @param report makes of a call's results, and a step's place within the call, what is to be known of that step
   */
  async steps<Report>(
    tokens: Int32Array,
    steps: number,
    scalars: (step: number) => StepScalars,
    report: (results: CallResults, step: number) => Report,
  ): Promise<Report[]> {
    const tokensPerStep = this.plan.batchSize * tokensNeeded(this.plan.site);
    const reports: Report[] = [];
    while (reports.length < steps) {
      const done = reports.length;
      const call = await this.forms.callFor(steps - done);
      const count = call.steps ?? steps - done;
      const start = performance.now();
      const results = await call.run(
        tokens.subarray(done * tokensPerStep, (done + count) * tokensPerStep),
        Array.from({ length: count }, (_, step) => scalars(done + step)),
        { ...this.hyperparameters, ...this.tensors },
      );
      this.replace(results.state);
      await this.forms.measured(call, count, (performance.now() - start) / 1000);
      for (let step = 0; step < count; step++) reports.push(report(results, step));
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
