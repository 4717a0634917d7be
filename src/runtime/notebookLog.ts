import type { TrainingResult } from '../core/training/course';
import type { MetricsLine } from '../store/metricsLine';

// The notebook's own lines, so that its users find their figures; "Sparsity" in them is the density: the fraction of
// activations that are not zero.

/** Epochs that the notebook prints: the first, every fifth after it, and the last. */
export function isPrinted(epoch: number, numEpochs: number): boolean {
  return epoch % 5 === 1 || epoch === numEpochs;
}

/** The notebook's line of an epoch; what an architecture does not have is left out. */
export function epochText(line: MetricsLine, encodingDim: number): string {
  const { epoch, score, loss, mse, sparsity_penalty, l1_penalty, density, neurons_used } = line;
  const used = `${neurons_used ?? NaN}/${encodingDim} (${percent((neurons_used ?? NaN) / encodingDim)})`;
  return [
    `Epoch: ${epoch}`,
    `Score: ${fixed(score)}`,
    `Loss: ${fixed(loss)}`,
    `MSE: ${fixed(mse)}`,
    ...(sparsity_penalty === null ? [] : [`Sparsity Penalty: ${fixed(sparsity_penalty)}`]),
    ...(l1_penalty === null ? [] : [`L1 Penalty: ${fixed(l1_penalty)}`]),
    `Sparsity: ${percent(density)}`,
    `Neurons used: ${used}`,
  ].join(', ');
}

export function stoppedEarlyText(epoch: number): string {
  return `Early stopping at epoch ${epoch} due to no significant improvement.`;
}

export function summaryText({ score, loss, density, neurons_used }: TrainingResult): string {
  return `Score: ${fixed(score)}, Loss ${fixed(loss)}, Sparsity ${fixed(density)}, Neurons Used: ${neurons_used}.`;
}

function fixed(value: number | null): string {
  return (value ?? NaN).toFixed(4);
}

function percent(fraction: number | null): string {
  return `${(100 * (fraction ?? NaN)).toFixed(2)}%`;
}
