import type { Precision } from '../core/config/saeConfig';
import type { TrainingRules } from '../core/config/presets';
import type { StepReport } from './trainingSession';

/** Training cannot go on, though nothing that the user wrote is malformed. */
export class TrainingFailure extends Error {
  override readonly name = 'TrainingFailure';
}

/**
 * Looks for the first step whose loss or gradient is not finite: its update has made every weight NaN.
 *
 * @param firstStep number of the first report's step
 * @returns the failure to end the run with, or undefined
 */
export function checkFinite(
  reports: readonly StepReport[],
  firstStep: number,
  rules: TrainingRules,
  precision: Precision,
): TrainingFailure | undefined {
  const index = reports.findIndex(({ loss, gradientNorm }) => !Number.isFinite(loss) || !Number.isFinite(gradientNorm));
  if (index < 0) return undefined;
  const { loss, gradientNorm, brokenNeurons } = reports[index]!;
  const step = `step ${firstStep + index}`;
  const outOfRange =
    precision === 'float16' ? ', or a number has left the range of float16, and precision "float32" is needed' : '';
  if (!Number.isFinite(loss)) {
    return new TrainingFailure(
      `${step}: the loss is ${loss}; the learning rate or a weight is probably too high${outOfRange}`,
    );
  }
  const where = brokenNeurons.length === 0 ? '' : ` at ${neurons(brokenNeurons)}`;
  const meanOfOne =
    rules.penaltyCap === null
      ? ''
      : ', or its mean activation is exactly 1, at which the divergence of the notebook preset has no derivative (the ' +
        'default preset keeps clear of it)';
  return new TrainingFailure(
    `${step}: the gradient's norm is ${gradientNorm}${where}; the learning rate is too high${meanOfOne}${outOfRange}`,
  );
}

function neurons(numbers: readonly number[]): string {
  const [first, ...others] = numbers;
  return others.length === 0 ? `neuron ${first}` : `neuron ${first} and ${others.length} more`;
}
