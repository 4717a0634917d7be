import * as l10n from '@vscode/l10n';
import { labelText } from '../../../core/analysis/label';
import type { AnalysedLabel, LabelStatus } from '../../../core/run/analysedLabel';

type NamedLabel = Omit<AnalysedLabel, 'value' | 'rows'> & { readonly value?: number | null };

/** What a task says of a column, which the text of `columnWords` names. */
const COLUMN_TASKS: Readonly<Record<string, (column: string) => string>> = {
  SC: (column) => l10n.t('carry of {0} by itself: digits that sum to 10 or more', column),
  SS: (column) => l10n.t('{0} sums to nine', column),
  SV: (column) => l10n.t('carry out of {0}, cascades included', column),
  ST: (column) => l10n.t('sum of {0}: up to 8, 9, or from 10', column),
  SA: (column) => l10n.t('sum of {0} modulo 10', column),
  MD: (column) => l10n.t('difference of {0} modulo 10', column),
  MB: (column) => l10n.t('borrow of {0} by itself: the first digit is less', column),
  MZ: (column) => l10n.t('equal digits in {0}', column),
  MT: (column) => l10n.t('which digit of {0} is greater, if any', column),
  MV: (column) => l10n.t('borrow out of {0}, cascades included', column),
  ND: (column) => l10n.t('difference of {0} modulo 10, the second operand first', column),
  NB: (column) => l10n.t('borrow of {0} by itself: the second digit is less', column),
  NZ: (column) => l10n.t('equal digits in {0}', column),
  NT: (column) => l10n.t('which digit of {0} is greater, if any', column),
  NV: (column) => l10n.t('borrow out of {0}, cascades included, the second operand first', column),
  GT: (column) => l10n.t('the first digit of {0} is greater', column),
};

const WHOLE_TASKS: Readonly<Record<string, () => string>> = {
  OPR: () => l10n.t('operation'),
  SGN: () => l10n.t('sign of the answer'),
  SLT: () => l10n.t('class of the question'),
};

/** What the values of tasks of the whole question stand for. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  OPR: ['+', '−', '×'],
  SGN: ['+', '−'],
  SLT: ['S', 'M', 'N'],
};

/** A label in words, such as "carry out of column 2, cascades included". */
export function labelWords(label: NamedLabel): string {
  const { task, value } = label;
  const words = COLUMN_TASKS[task]?.(columnWords(label)) ?? WHOLE_TASKS[task]?.() ?? task;
  return value === null || value === undefined ? words : `${words} = ${valueText(task, value)}`;
}

function columnWords({ digit, relative }: NamedLabel): string {
  if (digit !== null) return l10n.t('column {0}', digit);
  if (relative === null || relative === 0) return l10n.t("the predicted digit's column");
  if (relative === -1) return l10n.t('the column below the predicted digit');
  if (relative === 1) return l10n.t('the column above the predicted digit');
  return relative < 0
    ? l10n.t('the column {0} below the predicted digit', -relative)
    : l10n.t('the column {0} above the predicted digit', relative);
}

/** `A2.SC`, `SC δ-1`, `OPR`, with the value that is told from all others: `A2.SA = 7`. */
export function labelName(label: NamedLabel): string {
  const { task, value } = label;
  const name = labelText(label);
  return value === null || value === undefined ? name : `${name} = ${valueText(task, value)}`;
}

function valueText(task: string, value: number): string {
  return VALUES[task]?.[value] ?? String(value);
}

/** The questions that a label is of. */
export function rowsWords(rows: AnalysedLabel['rows']): string {
  switch (rows) {
    case 'S':
      return l10n.t('in additions');
    case 'M':
      return l10n.t('in subtractions with a result of 0 or more');
    case 'N':
      return l10n.t('in subtractions with a result below 0');
    case 'sub':
      return l10n.t('in subtractions');
    case 'all':
      return l10n.t('in all questions');
  }
}

export function statusWord(status: LabelStatus): string {
  return status === 'proved' ? l10n.t('proved') : l10n.t('correlates');
}
