import type { QualityFile } from '../core/run/qualityFile';
import { figure } from '../core/run/figures';
import type { AnalysisFiles } from '../store/analysisFiles';

/** What an analysis found, in a few lines. */
export function analysisSummary({ quality }: AnalysisFiles): string[] {
  const { explained_variance, explained_variance_per_position_mean, l0, dead, always_on, accuracy } = quality;
  const answers = ({ all: { right, questions } }: QualityFile['accuracy']['model']) =>
    `${((100 * right) / questions).toFixed(2)} %`;
  return [
    `Explained variance ${figure(explained_variance)}, ${figure(explained_variance_per_position_mean)} about each ` +
      `position's mean; ${l0.toFixed(1)} of ${quality.neurons} neurons fire, ${dead.length} never, ` +
      `${always_on.length} always`,
    `Exact answers: ${answers(accuracy.model)} by the model, ${answers(accuracy.spliced)} with the SAE, ` +
      `${answers(accuracy.mean_ablated)} with means instead`,
    ...labelLines(quality),
    `${quality.seconds.toFixed(1)} seconds on ${quality.provider}`,
  ];
}

function labelLines({ labels, useful_nodes, explained_nodes }: QualityFile): string[] {
  if (!labels) return [];
  const { sae, random, raw } = labels.coverage;
  return [
    `${labels.labelled} labels of ${labels.candidates} candidates, ${labels.proved} proved; ${labels.groups} groups of neurons with the same label, ` +
      `${labels.groups_proved} proved${labels.unfinished > 0 ? `; ${labels.unfinished} not tried for lack of time` : ''}`,
    `Coverage ${figure(sae.coverage)} (random directions ${figure(random.coverage)}, the model's own neurons ` +
      `${figure(raw.coverage)}), reconstruction ${figure(sae.reconstruction)} (${figure(random.reconstruction)}, ` +
      `${figure(raw.reconstruction)})`,
    `${explained_nodes} of ${useful_nodes} useful nodes of all layers explained`,
  ];
}
