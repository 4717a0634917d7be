import type { StepMetrics } from '../core/training/metricMeans';
import type { TrainingStepPlan } from '../core/training/trainingStep';
import type { CallResults } from './stepCall';

/** What a step says beyond the figures that are averaged. */
export interface StepReport extends StepMetrics {
  /** Norm of all gradients before clipping. */
  readonly gradientNorm: number;
  /** Neurons whose gradient is not finite. */
  readonly brokenNeurons: readonly number[];
}

/**
 * What a call's results say of one of its steps.
 *
 * @param member which of several SAEs that are trained together; 0 where there is one
 * @param neurons how many it has
 */
export function stepReport(
  { batchSize, site, encodingDim }: TrainingStepPlan,
  { collected }: CallResults,
  step: number,
  member: number,
  neurons: number,
): StepReport {
  const value = (name: string) => collected(name, step)?.[member] ?? null;
  const perNeuron = (name: string) => {
    const start = member * encodingDim;
    return collected(name, step)!.subarray(start, start + neurons);
  };
  const gradientNorm = value('gradient_norm')!;
  return {
    loss: value('loss')!,
    mse: value('mse')!,
    sparsityPenalty: value('sparsity_penalty'),
    l1Penalty: value('l1_penalty'),
    firingCounts: perNeuron('firing_counts'),
    rows: batchSize * site.positions.length,
    gradientNorm,
    // A gradient that is not finite shows in the norm, so that mostly none need be looked at.
    brokenNeurons: Number.isFinite(gradientNorm) ? [] : brokenAmong(perNeuron('neuron_gradient')),
  };
}

function brokenAmong(gradient: Float32Array | Float64Array): number[] {
  return [...gradient.keys()].filter((neuron) => !Number.isFinite(gradient[neuron]));
}
