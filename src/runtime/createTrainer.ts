import type { FloatType } from '../core/floatArray';
import { architectureOf } from '../core/sae/architectures';
import { tokensNeeded } from '../core/transformer/activationRows';
import { initialParameters } from './initialParameters';
import type { UsableProvider } from './provider';
import { Trainer, type Snapshot } from './trainer';
import type { TrainingInputs } from './trainingInputs';
import { TrainingSession } from './trainingSession';

/**
 * A trainer with its session, at the beginning of training or where a snapshot was taken.
 *
 * @param floatType what the graph computes in: float32 in products
 */
export async function createTrainer(
  inputs: TrainingInputs,
  provider: UsableProvider,
  floatType: FloatType,
  from?: Snapshot,
): Promise<{ trainer: Trainer; session: TrainingSession }> {
  const { batches, config, rules, model, site, transformer } = inputs;
  const architecture = architectureOf(config.architecture);
  const values: Readonly<Record<string, unknown>> = config;
  const hyperparameters = Object.fromEntries(architecture.hyperparameters.map((name) => [name, Number(values[name])]));
  const plan = {
    floatType,
    transformer,
    site,
    batchSize: config.batch_size,
    architecture,
    encodingDim: config.encoding_dim,
    structure: {
      ...(config.architecture === 'topk' && { k: config.k }),
      klClamp: rules.klClamp,
      penaltyCap: rules.penaltyCap,
    },
  };
  const state = from?.state ?? (await initialParameters(inputs, floatType, provider));
  const session = await TrainingSession.create(plan, provider, hyperparameters, state);
  const setup = { ...config, rules, digits: model.digits, positions: tokensNeeded(site) };
  return { trainer: new Trainer(session, batches, setup, from), session };
}
