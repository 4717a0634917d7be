import * as l10n from '@vscode/l10n';
import type { Figure, MapRows, RowSize, Sort, StatusFilter, ActivityFilter, MapFilter } from './mapView';

/** A figure by name. */
export function figureTitle(figure: Figure): string {
  const titles: Readonly<Record<Figure, string>> = {
    density: l10n.t('Density'),
    mean: l10n.t('Mean Activation'),
    mean_active: l10n.t('Mean When Active'),
    max: l10n.t('Maximum'),
    contribution: l10n.t('Contribution'),
    column_explained: l10n.t('Told by One Column'),
    best_score: l10n.t('Best Label Score'),
  };
  return titles[figure];
}

/** What a figure is, in a sentence; its unit is in it. */
export function figureMeaning(figure: Figure): string {
  const meanings: Readonly<Record<Figure, string>> = {
    density: l10n.t('Fraction of the questions on which the neuron is active at the position.'),
    mean: l10n.t('Mean activation over all questions, zeros included.'),
    mean_active: l10n.t('Mean activation over the questions on which the neuron is active.'),
    max: l10n.t('Largest activation.'),
    contribution: l10n.t("Mean activation times the norm of the neuron's decoder row: what it adds on average."),
    column_explained: l10n.t(
      "Share of the variance that one column's two digits and the question's class account for, on questions held out.",
    ),
    best_score: l10n.t('AUROC of the label that tells best when the neuron is active; 0.5 is chance.'),
  };
  return meanings[figure];
}

/** What stands under a legend: what the numbers are of. */
export function figureUnit(figure: Figure): string {
  const units: Readonly<Record<Figure, string>> = {
    density: l10n.t('fraction of questions'),
    mean: l10n.t('activation'),
    mean_active: l10n.t('activation'),
    max: l10n.t('activation'),
    contribution: l10n.t('activation × decoder norm'),
    column_explained: l10n.t('R², held out'),
    best_score: l10n.t('AUROC, where labels are chosen'),
  };
  return units[figure];
}

export function mapRowsTitle(rows: MapRows): string {
  const titles: Readonly<Record<MapRows, string>> = {
    all: l10n.t('All'),
    S: l10n.t('S: additions'),
    M: l10n.t('M: subtractions, result ≥ 0'),
    N: l10n.t('N: subtractions, result < 0'),
  };
  return titles[rows];
}

export function sortTitle(sort: Sort): string {
  const titles: Readonly<Record<Sort, string>> = {
    index: l10n.t('Number'),
    density: l10n.t('Density'),
    mean: l10n.t('Mean Activation'),
    contribution: l10n.t('Contribution'),
    best_score: l10n.t('Best Label Score'),
    first: l10n.t('First Position'),
    peak: l10n.t('Peak Position'),
    label: l10n.t('Label'),
    similarity: l10n.t('Similarity'),
  };
  return titles[sort];
}

export function labelRowsTitle(rows: MapFilter['labelRows']): string {
  const titles: Readonly<Record<MapFilter['labelRows'], string>> = {
    any: l10n.t('Any'),
    S: l10n.t('S: additions'),
    M: l10n.t('M: subtractions, result ≥ 0'),
    N: l10n.t('N: subtractions, result < 0'),
    sub: l10n.t('M and N'),
    all: l10n.t('All questions'),
  };
  return titles[rows];
}

export function statusTitle(status: StatusFilter): string {
  const titles: Readonly<Record<StatusFilter, string>> = {
    any: l10n.t('Any'),
    labelled: l10n.t('Labelled'),
    proved: l10n.t('Proved'),
    together: l10n.t('Proved of several together'),
    correlates: l10n.t('Correlates'),
    none: l10n.t('No label'),
  };
  return titles[status];
}

export function activityTitle(activity: ActivityFilter): string {
  const titles: Readonly<Record<ActivityFilter, string>> = {
    any: l10n.t('Any'),
    alive: l10n.t('Alive'),
    dead: l10n.t('Dead'),
    'always on': l10n.t('Always on'),
  };
  return titles[activity];
}

export function rowSizeTitle(size: RowSize): string {
  const titles: Readonly<Record<RowSize, string>> = {
    auto: l10n.t('Auto'),
    small: l10n.t('Small'),
    medium: l10n.t('Medium'),
    large: l10n.t('Large'),
  };
  return titles[size];
}
