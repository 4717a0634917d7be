import type { FloatType } from '../core/floatArray';
import { tokensNeeded } from '../core/transformer/activationRows';
import { initialParameters } from './initialParameters';
import { refusePrecision } from './precision';
import type { SessionOptions, UsableProvider } from './provider';
import { Trainer, type Snapshot, type TrainingSetup } from './trainer';
import type { TrainingInputs } from './trainingInputs';
import { hyperparameterValues, trainingPlan } from './trainingPlan';
import { TrainingSession } from './trainingSession';

/**
 * A trainer with its session, at the beginning of training or where a snapshot was taken.
 *
 * @param floatType what the graph computes in: float32 in products
 * @param options of the training session
 */
export async function createTrainer(
  inputs: TrainingInputs,
  provider: UsableProvider,
  floatType: FloatType,
  from?: Snapshot,
  options: SessionOptions = {},
): Promise<{ trainer: Trainer; session: TrainingSession }> {
  const { batches, config } = inputs;
  refusePrecision(config.precision, provider);
  const sessionOptions = { ...options, tf32: config.precision === 'tf32' };
  const state = from?.state ?? (await initialParameters(inputs, floatType));
  const session = await TrainingSession.create(
    trainingPlan(inputs, floatType),
    provider,
    hyperparameterValues(inputs),
    state,
    sessionOptions,
  );
  return { trainer: new Trainer(session, batches, setupOf(inputs), from), session };
}

/** What a run trains with, beyond the graph. */
export function setupOf({ config, rules, model, site }: TrainingInputs): TrainingSetup {
  return { ...config, rules, digits: model.digits, positions: tokensNeeded(site) };
}
