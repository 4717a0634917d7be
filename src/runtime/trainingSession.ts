import * as ort from 'onnxruntime-node';
import type { FloatArray } from '../core/floatArray';
import { carriedOutput, encodeLoop } from '../core/graph/onnx/encodeLoop';
import { adamScalars } from '../core/training/adam';
import type { StepMetrics } from '../core/training/metricMeans';
import { momentNames, trainingStep, type TrainingStepPlan } from '../core/training/trainingStep';
import { tokensNeeded } from '../core/transformer/activationRows';
import { createSession, type UsableProvider } from './provider';
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

/** An SAE in training on ONNX Runtime: holds its state between calls, and makes many steps per call. */
export class TrainingSession {
  private constructor(
    private readonly plan: TrainingStepPlan,
    private readonly session: ort.InferenceSession,
    private readonly hyperparameters: Readonly<Record<string, ort.Tensor>>,
    private readonly parameterNames: readonly string[],
    private tensors: Record<string, ort.Tensor>,
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
  ): Promise<TrainingSession> {
    const { floatType, architecture } = plan;
    const session = await createSession(encodeLoop(trainingStep(plan)), provider);
    const scalars = architecture.hyperparameters.map((name) => {
      return [name, tensorOf({ shape: [], data: Float64Array.of(hyperparameters[name]!) }, floatType)] as const;
    });
    const names = Object.keys(architecture.parameters({ width: 1, encodingDim: 1 }));
    const tensors = Object.fromEntries(
      Object.entries(state).map(([name, array]) => [name, tensorOf(array, floatType)]),
    );
    const created = new TrainingSession(plan, session, Object.fromEntries(scalars), names, tensors);
    if (!(momentNames(names[0]!).m in state)) created.resetMoments();
    return created;
  }

  /** The state as it stands; arrays are the session's own and stay as they are when training goes on. */
  get state(): TrainingState {
    return Object.fromEntries(Object.entries(this.tensors).map(([name, tensor]) => [name, arrayOf(tensor)]));
  }

  get parameters(): Readonly<Record<string, FloatArray>> {
    return Object.fromEntries(this.parameterNames.map((name) => [name, arrayOf(this.tensors[name]!)]));
  }

  /** Makes the moments zero, as building Adam anew does. */
  resetMoments(): void {
    for (const name of this.parameterNames) {
      const { m, v } = momentNames(name);
      for (const moment of [m, v]) this.tensors[moment] = zeros(this.tensors[name]!.dims, this.plan.floatType);
    }
  }

  /**
   * Makes one step per batch of tokens.
   *
   * @param tokens int32 [steps, batch size, tokens needed]
   * @param firstStep Adam's count for the first of them, from 1
   */
  async steps(tokens: Int32Array, steps: number, firstStep: number, learningRate: number): Promise<StepReport[]> {
    const { floatType, batchSize, site, encodingDim } = this.plan;
    const scalars = Array.from({ length: steps }, (_, step) => adamScalars(firstStep + step, learningRate));
    const perStep = (values: number[]) => tensorOf({ shape: [steps], data: Float64Array.from(values) }, floatType);
    const results = await this.session.run({
      tokens: new ort.Tensor('int32', tokens, [steps, batchSize, tokensNeeded(site)]),
      update_scale: perStep(scalars.map(({ updateScale }) => updateScale)),
      update_epsilon: perStep(scalars.map(({ updateEpsilon }) => updateEpsilon)),
      ...this.hyperparameters,
      ...this.tensors,
    });
    for (const name of Object.keys(this.tensors)) this.tensors[name] = results[carriedOutput(name)]!;

    const values = (name: string) => results[name] && arrayOf(results[name]).data;
    const at = (name: string, step: number) => values(name)?.[step] ?? null;
    const perNeuron = (name: string, step: number) =>
      values(name)!.subarray(step * encodingDim, (step + 1) * encodingDim);
    return scalars.map((_, step) => ({
      loss: at('loss', step)!,
      mse: at('mse', step)!,
      sparsityPenalty: at('sparsity_penalty', step),
      l1Penalty: at('l1_penalty', step),
      firingCounts: perNeuron('firing_counts', step),
      rows: batchSize * site.positions.length,
      gradientNorm: at('gradient_norm', step)!,
      brokenNeurons: brokenAmong(perNeuron('neuron_gradient', step)),
    }));
  }

  async release(): Promise<void> {
    await this.session.release();
  }
}

function brokenAmong(gradient: Float32Array | Float64Array): number[] {
  return [...gradient.keys()].filter((neuron) => !Number.isFinite(gradient[neuron]));
}
