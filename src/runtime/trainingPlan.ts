import type { FloatType } from '../core/floatArray';
import { architectureOf } from '../core/sae/architectures';
import type { TrainingStepPlan } from '../core/training/trainingStep';
import type { TrainingInputs } from './trainingInputs';

/** What shapes the graph of a run's training step. */
export function trainingPlan(
  { config, rules, site, transformer }: TrainingInputs,
  floatType: FloatType,
): TrainingStepPlan {
  return {
    floatType,
    transformer,
    site,
    batchSize: config.batch_size,
    architecture: architectureOf(config.architecture),
    encodingDim: config.encoding_dim,
    structure: {
      ...(config.architecture === 'topk' && { k: config.k }),
      klClamp: rules.klClamp,
      penaltyCap: rules.penaltyCap,
    },
    precision: config.precision,
  };
}

/** The values of the architecture's hyperparameters, which are fed at each call. */
export function hyperparameterValues({ config }: TrainingInputs): Record<string, number> {
  const values: Readonly<Record<string, unknown>> = config;
  const { hyperparameters } = architectureOf(config.architecture);
  return Object.fromEntries(hyperparameters.map((name) => [name, Number(values[name])]));
}
