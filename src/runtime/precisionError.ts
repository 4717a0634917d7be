import type { Precision } from '../core/config/saeConfig';
import type { PrecisionError } from '../core/run/providerRecord';
import { momentNames } from '../core/training/trainingStep';
import { tokensNeeded } from '../core/transformer/activationRows';
import { readTokens } from './batches';
import { initialParameters } from './initialParameters';
import type { SessionOptions, UsableProvider } from './provider';
import type { TrainingInputs } from './trainingInputs';
import { hyperparameterValues, trainingPlan } from './trainingPlan';
import { TrainingSession, type TrainingState } from './trainingSession';

interface FirstSteps {
  readonly losses: readonly number[];
  readonly state: TrainingState;
}

const STEPS = 3;

/**
 * Measures what a run's precision costs in exactness: on the first batch, from the first weights.
 *
 * @throws UserError where the provider cannot compute in that precision
 */
export async function precisionError(
  inputs: TrainingInputs,
  provider: UsableProvider,
  options: SessionOptions = {},
): Promise<PrecisionError> {
  const start = await initialParameters(inputs, 'float32');
  const found = await firstSteps(inputs, start, inputs.config.precision, provider, options);
  const exact = await firstSteps(inputs, start, 'float32', 'cpu', {});
  const losses = exact.losses.map((loss, step) => Math.abs(found.losses[step]! - loss) / Math.abs(loss));
  const gradient = gradientError(found, exact, Object.keys(start));
  return { steps: STEPS, loss: finite(Math.max(...losses)), gradient: finite(gradient) };
}

/** Makes a few steps on the first batch; the state is that after the first of them. */
async function firstSteps(
  inputs: TrainingInputs,
  start: TrainingState,
  precision: Precision,
  provider: UsableProvider,
  options: SessionOptions,
): Promise<FirstSteps> {
  const { config, model, site, batches, rules } = inputs;
  const plan = { ...trainingPlan(inputs, 'float32'), precision };
  const sessionOptions = { ...options, tf32: precision === 'tf32' };
  const session = await TrainingSession.create(plan, provider, hyperparameterValues(inputs), start, sessionOptions);
  try {
    const shape = { batchSize: config.batch_size, digits: model.digits, positions: tokensNeeded(site) };
    const tokens = readTokens(batches, 1, rules.dropFirstBatch ? 1 : 0, 1, shape);
    const first = await session.steps(tokens, 1, 1, config.learning_rate);
    const state = await session.state();
    const others = [];
    for (let step = 2; step <= STEPS; step++)
      others.push(...(await session.steps(tokens, 1, step, config.learning_rate)));
    return { losses: [...first, ...others].map(({ loss }) => loss), state };
  } finally {
    await session.release();
  }
}

/** The norm of the difference of the first step's gradients: but for a factor they are the first moments after it. */
function gradientError(found: FirstSteps, exact: FirstSteps, parameters: readonly string[]): number {
  let [difference, norm] = [0, 0];
  for (const parameter of parameters) {
    const { m } = momentNames(parameter);
    const [a, b] = [found.state[m]!.data, exact.state[m]!.data];
    for (let i = 0; i < b.length; i++) {
      difference += (a[i]! - b[i]!) ** 2;
      norm += b[i]! ** 2;
    }
  }
  return Math.sqrt(difference / norm);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
