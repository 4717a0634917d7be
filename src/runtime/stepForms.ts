import type { TrainingStepPlan } from '../core/training/trainingStep';
import { tokensNeeded } from '../core/transformer/activationRows';
import { BYTES_PER_FLOAT, floatsPerToken } from './memory';
import type { SessionOptions, UsableProvider } from './provider';
import { MOST_BYTES_OF_ARRAY, type StateLayout } from './stateLayout';
import { StepCall } from './stepCall';

/** Steps of a large call at most: more make a graph that takes long to compile, and save hardly anything. */
const MOST_STEPS = 16;
/** Memory that all steps of a large call may take together in the transformer. */
const MOST_BYTES = 512 * 2 ** 20;
/** The forms are compared after so many calls of each; a first call is slow and does not count. */
const CALLS_COMPARED = 4;

interface Form {
  readonly call: StepCall;
  calls: number;
  steps: number;
  /** The shortest time that one of its calls took per step. */
  secondsPerStep: number;
}

/**
 * The forms in which a provider makes training steps.
 *
 * A small one serves any number of steps: as a `Loop` where the provider has a kernel for it, else as single steps,
 * since the state of a loop would go through the host at every iteration. On a GPU, where launching operations and
 * waiting for results can take longer than computing, a large form is compiled too, as soon as that many steps are
 * wanted at a time: plain nodes of several steps, with one pass of the transformer for all. Of the two the one that
 * measures faster is used. Which form makes a step changes its results by no more than rounding.
 */
export class StepForms {
  private readonly small: Form;
  private large: Form | undefined;
  private givenUp: StepCall | undefined;

  /**
   * @param compile makes the form of so many steps
   * @param largeSteps steps of the large form; with fewer than two there is none
   */
  constructor(
    private readonly compile: (steps: number | undefined) => Promise<StepCall>,
    small: StepCall,
    private largeSteps: number,
  ) {
    this.small = begun(small);
  }

  static async create(
    plan: TrainingStepPlan,
    layout: StateLayout,
    provider: UsableProvider,
    options: SessionOptions,
  ): Promise<StepForms> {
    const compile = (steps: number | undefined) => StepCall.create(plan, layout, provider, options, steps);
    const loops = provider === 'cpu' || provider === 'cuda';
    return new StepForms(compile, await compile(loops ? undefined : 1), provider === 'cpu' ? 0 : largeSteps(plan));
  }

  /** The form to make some of `steps` steps with. */
  async callFor(steps: number): Promise<StepCall> {
    const { small, largeSteps: size } = this;
    if (size < 2 || steps < size || small.calls < CALLS_COMPARED) return small.call;
    this.large ??= begun(await this.compile(size));
    return this.large.call;
  }

  /** Takes note of a call's time, and gives the large form up where it is the slower one. */
  async measured(call: StepCall, steps: number, seconds: number): Promise<void> {
    // The state that a call leaves on a device is its session's, which must live until another call has gone on from it.
    await this.releaseGivenUp();
    const form = call === this.small.call ? this.small : this.large!;
    form.steps += steps;
    if (form.calls++ > 0) form.secondsPerStep = Math.min(form.secondsPerStep, seconds / steps);
    const { small, large } = this;
    if (large?.calls !== CALLS_COMPARED || large.secondsPerStep < small.secondsPerStep) return;
    this.largeSteps = 0;
    this.large = undefined;
    this.givenUp = large.call;
  }

  /** How many steps the form that many steps are made with has made, and how many forms were compiled before it. */
  get inUse(): { readonly steps: number; readonly before: number } {
    const { small, large } = this;
    return large ? { steps: large.steps, before: 1 } : { steps: small.steps, before: 0 };
  }

  async release(): Promise<void> {
    await this.small.call.release();
    await this.large?.call.release();
    await this.releaseGivenUp();
  }

  private async releaseGivenUp(): Promise<void> {
    const call = this.givenUp;
    this.givenUp = undefined;
    await call?.release();
  }
}

function begun(call: StepCall): Form {
  return { call, calls: 0, steps: 0, secondsPerStep: Infinity };
}

/** How many steps of a plan fit into a large call; 0 where not even one does. */
export function largeSteps({ transformer, site, batchSize }: TrainingStepPlan): number {
  const { nHeads, dModel, dMlp } = transformer.config;
  const tokens = batchSize * tokensNeeded(site);
  const bytes = BYTES_PER_FLOAT * tokens * floatsPerToken(transformer.config);
  const largestArray = BYTES_PER_FLOAT * tokens * Math.max(dMlp, nHeads * dModel);
  return Math.floor(Math.min(MOST_STEPS, MOST_BYTES / bytes, MOST_BYTES_OF_ARRAY / largestArray));
}
