import type { FloatType } from '../../core/floatArray';
import { setupOf } from '../createTrainer';
import { initialParameters } from '../initialParameters';
import type { SessionOptions, UsableProvider } from '../provider';
import { Trainer, type Snapshot } from '../trainer';
import type { TrainingInputs } from '../trainingInputs';
import { hyperparameterValues, trainingPlan } from '../trainingPlan';
import { TogetherSession } from './togetherSession';

/** A trainer of one of several SAEs; it is run beside the others', and leaves them when it has ended, however it has. */
export interface MemberTrainer {
  readonly trainer: Trainer;
  leave(): void;
}

/**
 * Trainers of several SAEs, at the beginning of training or where snapshots were taken, which take each call of the
 * runtime together.
 *
 * @param inputs of trials of the same `togetherKey`
 * @param from a snapshot of each, all at the same step
 */
export async function createTrainers(
  inputs: readonly TrainingInputs[],
  provider: UsableProvider,
  floatType: FloatType,
  options: SessionOptions = {},
  from?: readonly Snapshot[],
): Promise<{ members: MemberTrainer[]; session: TogetherSession }> {
  const [first] = inputs;
  if (!first) throw new Error('there is nothing to train');
  const members = [];
  for (const [i, each] of inputs.entries()) {
    members.push({
      encodingDim: each.config.encoding_dim,
      hyperparameters: hyperparameterValues(each),
      state: from?.[i]?.state ?? (await initialParameters(each, floatType)),
    });
  }
  const sessionOptions = { ...options, tf32: first.config.precision === 'tf32' };
  const session = await TogetherSession.create(trainingPlan(first, floatType), members, provider, sessionOptions);
  return {
    session,
    members: inputs.map((each, index) => {
      const own = session.member(index);
      const trainer = new Trainer(own, each.batches, setupOf(each), from?.[index], session.pace);
      return { trainer, leave: () => own.leave() };
    }),
  };
}
