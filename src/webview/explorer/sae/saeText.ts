import * as l10n from '@vscode/l10n';
import { complexityTags } from '../../../core/arithmetic/questionClass';
import type { QualityFile } from '../../../core/run/qualityFile';

/** What is known of a model's answers to questions of one class, or of all. */
export interface AccuracyRow {
  readonly name: string;
  readonly questions: number;
  /** Shares of right answers. */
  readonly model: number;
  readonly spliced: number;
  readonly ablated: number;
}

const ORDER: readonly string[] = [...Object.values(complexityTags).flat(), '*'];

/** Accuracies by class in the order of complexity, all questions first; classes without a question are left out. */
export function accuracyRows({ accuracy }: QualityFile): AccuracyRow[] {
  const { model, spliced, mean_ablated: ablated } = accuracy;
  const tags = Object.keys(model.classes)
    .filter((tag) => model.classes[tag]!.questions > 0)
    .sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const share = (figures: { readonly questions: number; readonly right: number } | undefined) =>
    figures === undefined || figures.questions === 0 ? NaN : figures.right / figures.questions;
  return [
    {
      name: l10n.t('all'),
      questions: model.all.questions,
      model: share(model.all),
      spliced: share(spliced.all),
      ablated: share(ablated.all),
    },
    ...tags.map((tag) => ({
      name: tag,
      questions: model.classes[tag]!.questions,
      model: share(model.classes[tag]),
      spliced: share(spliced.classes[tag]),
      ablated: share(ablated.classes[tag]),
    })),
  ];
}

/** A share in percent with one digit behind the point; a dash where it is undefined. */
export function share(value: number | null): string {
  return value === null || Number.isNaN(value) ? '–' : `${(100 * value).toFixed(1)}%`;
}

/** A difference of shares in percentage points, with its sign. */
export function points(difference: number): string {
  if (Number.isNaN(difference)) return '–';
  const rounded = (100 * difference).toFixed(1);
  if (Number(rounded) === 0) return '0.0';
  return difference > 0 ? `+${rounded}` : rounded.replace('-', '−');
}
