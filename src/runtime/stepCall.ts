import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { encodeLoop } from '../core/graph/onnx/encodeLoop';
import { encodeUnrolled } from '../core/graph/onnx/encodeUnrolled';
import { carriedOutput, COLLECTED, collectedLayout, inputName, type LoopBody } from '../core/graph/onnx/loopBody';
import type { AdamScalars } from '../core/training/adam';
import { trainingStep, type TrainingStepPlan } from '../core/training/trainingStep';
import { tokensNeeded } from '../core/transformer/activationRows';
import { precisionFailure } from './precision';
import { createSession, type SessionOptions, type UsableProvider } from './provider';
import type { StateLayout } from './stateLayout';
import { arrayOf, tensorOf, tokenTensor } from './tensors';

/** What a call gives of its steps. */
export interface CallResults {
  /** The state after the last step, by the names of the inputs that it goes on from. */
  readonly state: Readonly<Record<string, Tensor>>;
  /** A result that was collected of a step; undefined where the architecture has none of this name. */
  readonly collected: (name: string, step: number) => Float32Array | Float64Array | undefined;
}

/** Adam's scalars of a step; where several SAEs are trained together, the update scale of each. */
export type StepScalars = Omit<AdamScalars<number>, 'updateScale'> & {
  readonly updateScale: number | readonly number[];
};

/** The graph of a training step, compiled so that one call of the runtime makes many steps. */
export class StepCall {
  private constructor(
    private readonly plan: TrainingStepPlan,
    private readonly body: LoopBody,
    private readonly session: InferenceSession,
    /** How many steps every call makes; undefined where a call makes as many as it is asked for. */
    readonly steps: number | undefined,
  ) {}

  /** @param steps of every call, as plain nodes one after another; without it a `Loop` makes as many as are asked for */
  static async create(
    plan: TrainingStepPlan,
    layout: StateLayout,
    provider: UsableProvider,
    options: SessionOptions,
    steps?: number,
  ): Promise<StepCall> {
    const body = trainingStep(plan, { together: steps ?? 1, packed: layout.packed });
    const emission = { halfProducts: plan.precision === 'float16' };
    const model = steps === undefined ? encodeLoop(body, emission) : encodeUnrolled(body, steps, emission);
    const onDevice = body.carried.map(({ input }) => carriedOutput(inputName(input)));
    return new StepCall(plan, body, await createSession(model, provider, { ...options, onDevice }), steps);
  }

  /**
   * Makes one step per entry of `scalars`, of which each has as many update scales as there are SAEs.
   *
   * @param tokens int32 [steps, batch size, tokens needed]
   * @param inputs the state and the hyperparameters, by name
   */
  async run(
    tokens: Int32Array,
    scalars: readonly StepScalars[],
    inputs: Readonly<Record<string, Tensor>>,
  ): Promise<CallResults> {
    const { floatType, members } = this.plan;
    const perStep = (values: readonly number[], each: readonly number[] = []) =>
      tensorOf({ shape: [scalars.length, ...each], data: Float64Array.from(values) }, floatType);
    const results = await this.call({
      tokens: tokenTensor(tokens, this.tokenShape(scalars.length)),
      update_scale: perStep(
        scalars.flatMap(({ updateScale }) => updateScale),
        members && [members.length],
      ),
      update_epsilon: perStep(scalars.map(({ updateEpsilon }) => updateEpsilon)),
      ...inputs,
    });
    const { shape, data } = arrayOf(results[COLLECTED]!);
    const layout = collectedLayout(this.body);
    const names = this.body.carried.map(({ input }) => inputName(input));
    return {
      state: Object.fromEntries(names.map((name) => [name, results[carriedOutput(name)]!])),
      collected: (name, step) => {
        const place = layout.get(name);
        if (!place) return undefined;
        const start = step * shape[1]! + place.offset;
        return data.subarray(start, start + place.size);
      },
    };
  }

  private async call(feeds: Readonly<Record<string, Tensor>>): Promise<InferenceSession.ReturnType> {
    try {
      return await this.session.run(feeds);
    } catch (error) {
      throw precisionFailure(this.plan.precision, error);
    }
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  private tokenShape(steps: number): number[] {
    const { batchSize, site } = this.plan;
    // The questions of several plain steps go through the transformer as one batch.
    const together = this.steps !== undefined && this.steps > 1;
    return [...(together ? [steps * batchSize] : [steps, batchSize]), tokensNeeded(site)];
  }
}
