import { figure } from '../core/run/figures';
import type { MetricsLine } from '../core/run/metricsLine';
import type { TrainingResult } from '../core/training/course';

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
    `Score: ${figure(score)}`,
    `Loss: ${figure(loss)}`,
    `MSE: ${figure(mse)}`,
    ...(sparsity_penalty === null ? [] : [`Sparsity Penalty: ${figure(sparsity_penalty)}`]),
    ...(l1_penalty === null ? [] : [`L1 Penalty: ${figure(l1_penalty)}`]),
    `Sparsity: ${percent(density)}`,
    `Neurons used: ${used}`,
  ].join(', ');
}

/** The notebook's line of early stopping. */
export function stoppedEarlyText(epoch: number): string {
  return `Early stopping at epoch ${epoch} due to no significant improvement.`;
}

/** The notebook's last line. */
export function summaryText({ score, loss, density, neurons_used }: TrainingResult): string {
  return `Score: ${figure(score)}, Loss ${figure(loss)}, Sparsity ${figure(density)}, Neurons Used: ${neurons_used}.`;
}

function percent(fraction: number | null): string {
  return `${(100 * (fraction ?? NaN)).toFixed(2)}%`;
}
