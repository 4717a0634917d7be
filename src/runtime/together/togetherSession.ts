import { adamScalars } from '../../core/training/adam';
import { stackArrays, unstackArray } from '../../core/training/stacking';
import { momentNames, trainedShapes, type TrainingStepPlan } from '../../core/training/trainingStep';
import type { Shape } from '../../core/graph/shape';
import { hookWidth } from '../../core/transformer/hooks';
import { Pace } from '../pace';
import type { SessionOptions, UsableProvider } from '../provider';
import { stepReport, type StepReport } from '../stepReport';
import { StepRunner, type TrainingState } from '../stepRunner';
import type { SaeSession } from '../trainingSession';
import { Lockstep, type Asked } from './lockstep';

/** One of several SAEs that are trained together: what it has for itself. */
export interface Member {
  /** Number of neurons. */
  readonly encodingDim: number;
  /** Values of the architecture's hyperparameters. */
  readonly hyperparameters: Readonly<Record<string, number>>;
  /** Parameters, with their moments or without (then zero); all members alike. */
  readonly state: TrainingState;
}

/**
 * Several SAEs in training on the same rows, in one graph: the transformer runs once for all. Each has a session of its
 * own, as if it were alone; a call of one waits for the others, until it leaves.
 */
export class TogetherSession {
  /** How many steps a call makes: the same for all members, whose trainers take it in place of their own. */
  readonly pace: Pick<Pace, 'steps' | 'measured' | 'estimate'>;
  private readonly measuredPace = new Pace();
  private readonly lockstep: Lockstep<StepReport[]>;
  private readonly resetting = new Set<number>();

  private constructor(
    private readonly plan: TrainingStepPlan & { readonly members: readonly number[] },
    private readonly runner: StepRunner,
  ) {
    this.lockstep = new Lockstep(plan.members.length, (asked) => this.round(asked));
    const { measuredPace } = this;
    this.pace = {
      steps: (left) => measuredPace.steps(left),
      // A round is measured once, not by each member.
      measured: () => undefined,
      get estimate() {
        return measuredPace.estimate;
      },
    };
  }

  /**
   * @param plan what all have in common; its `encodingDim` is not looked at
   * @param members at least one
   */
  static async create(
    plan: TrainingStepPlan,
    members: readonly Member[],
    provider: UsableProvider,
    options: SessionOptions = {},
  ): Promise<TogetherSession> {
    const neurons = members.map(({ encodingDim }) => encodingDim);
    const stacked = { ...plan, encodingDim: Math.max(...neurons), members: neurons };
    const hyperparameters = plan.architecture.hyperparameters.map((name) => {
      const values = members.map((member) => member.hyperparameters[name]!);
      return [name, { shape: [values.length], data: Float64Array.from(values) }] as const;
    });
    const shapes = withMoments(trainedShapes(stacked, widthOf(plan)));
    const state = Object.entries(shapes)
      .filter(([name]) => name in members[0]!.state)
      .map(([name, shape]) => {
        const arrays = members.map((member) => member.state[name]!);
        return [name, stackArrays(arrays, shape)] as const;
      });
    const runner = await StepRunner.create(
      stacked,
      provider,
      Object.fromEntries(hyperparameters),
      Object.fromEntries(state),
      options,
    );
    return new TogetherSession(stacked, runner);
  }

  /** The session of one of the SAEs; whoever trains it lets it `leave` when it ends, so that others go on. */
  member(index: number): SaeSession & { leave(): void } {
    const stateOf = async (of: Promise<TrainingState>) => this.memberState(await of, index);
    return {
      steps: (tokens, steps, firstStep, learningRate) =>
        this.lockstep.ask(index, { tokens, steps, firstStep, learningRate }),
      resetMoments: () => this.resetting.add(index),
      state: () => stateOf(this.runner.state()),
      parameters: () => stateOf(this.runner.parameters()),
      leave: () => this.lockstep.leave(index),
    };
  }

  async release(): Promise<void> {
    await this.runner.release();
  }

  private async round(asked: ReadonlyMap<number, Asked>): Promise<ReadonlyMap<number, StepReport[]>> {
    const { plan, measuredPace } = this;
    this.applyResets(asked);
    const [{ tokens, steps, firstStep }] = [...asked.values()] as [Asked];
    const rates = plan.members.map((_, member) => asked.get(member)?.learningRate);
    const start = performance.now();
    const reports = await this.runner.steps(
      tokens,
      steps,
      (step) => {
        const scalars = rates.map((rate) => adamScalars(firstStep + step, rate ?? 0));
        // A rate of 0 leaves the weights of a member that has left as they are.
        const updateScale = scalars.map((scalar) => scalar.updateScale);
        return { updateScale, updateEpsilon: scalars[0]!.updateEpsilon };
      },
      (results, step) => {
        return [...asked.keys()].map((member) => stepReport(plan, results, step, member, plan.members[member]!));
      },
    );
    measuredPace.measured(steps, (performance.now() - start) / 1000);
    return new Map([...asked.keys()].map((member, i) => [member, reports.map((report) => report[i]!)]));
  }

  private applyResets(asked: ReadonlyMap<number, Asked>): void {
    if (this.resetting.size === 0) return;
    if ([...asked.keys()].some((member) => !this.resetting.has(member))) {
      throw new Error('SAEs that are trained together begin their epochs together');
    }
    this.runner.resetMoments();
    this.resetting.clear();
  }

  private memberState(state: TrainingState, member: number): TrainingState {
    const { architecture, members } = this.plan;
    const encodingDim = members[member]!;
    const parameters = trainedShapes({ architecture, encodingDim }, widthOf(this.plan));
    const shapes = withMoments(parameters);
    return Object.fromEntries(
      Object.entries(state).map(([name, array]) => {
        const own = unstackArray(array, member, shapes[name]!);
        // The next round is to make them zero.
        if (this.resetting.has(member) && !(name in parameters)) own.data.fill(0);
        return [name, own] as const;
      }),
    );
  }
}

function widthOf({ transformer, site }: TrainingStepPlan): number {
  return hookWidth(transformer.config, site.hook);
}

/** Shapes of parameters and of their moments. */
function withMoments(shapes: Readonly<Record<string, Shape>>): Readonly<Record<string, Shape>> {
  const entries = Object.entries(shapes).flatMap(([name, shape]) => {
    const { m, v } = momentNames(name);
    return [name, m, v].map((each) => [each, shape] as const);
  });
  return Object.fromEntries(entries);
}
