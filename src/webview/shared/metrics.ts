import * as l10n from '@vscode/l10n';
import type { SeriesColumn } from '../../protocol/dashboard';

export type MetricColumn = Exclude<SeriesColumn, 'epoch' | 'step' | 'questions' | 'seconds'>;

/** A quantity that has a chart. */
export interface Metric {
  readonly column: MetricColumn;
  title(): string;
  /** What it measures, in a sentence. */
  meaning(): string;
  /** Not every architecture has it: its chart is left out where it is zero or undefined throughout. */
  readonly optional: boolean;
}

/** All of them, in the order in which they are shown. */
export const METRICS: readonly Metric[] = [
  {
    column: 'loss',
    title: () => l10n.t('Loss'),
    meaning: () => l10n.t('What training minimises: the mean squared error and the weighted penalties.'),
    optional: false,
  },
  {
    column: 'mse',
    title: () => l10n.t('MSE'),
    meaning: () => l10n.t('Mean squared error of the reconstruction.'),
    optional: false,
  },
  {
    column: 'sparsity_penalty',
    title: () => l10n.t('Sparsity penalty'),
    meaning: () => l10n.t('KL penalty, which pulls mean activations to the target.'),
    optional: true,
  },
  {
    column: 'l1_penalty',
    title: () => l10n.t('L1 penalty'),
    meaning: () => l10n.t('Mean absolute activation, not multiplied by its weight.'),
    optional: true,
  },
  {
    column: 'density',
    title: () => l10n.t('Density'),
    meaning: () => l10n.t('Fraction of the activations that are not zero. The notebook calls it sparsity.'),
    optional: false,
  },
  {
    column: 'neurons_used',
    title: () => l10n.t('Neurons used'),
    meaning: () => l10n.t('Neurons that were not zero at least once in the interval or epoch.'),
    optional: false,
  },
  {
    column: 'score',
    title: () => l10n.t('Score'),
    meaning: () => l10n.t('100 · loss + density + share of neurons used; lower is better.'),
    optional: false,
  },
];
