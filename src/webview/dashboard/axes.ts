import * as l10n from '@vscode/l10n';
import type { LineKind, XAxis } from './view';

/** An x axis by name. */
export function axisTitle(axis: XAxis): string {
  const titles: Readonly<Record<XAxis, string>> = {
    step: l10n.t('Steps'),
    questions: l10n.t('Questions'),
    seconds: l10n.t('Seconds'),
    epoch: l10n.t('Epochs'),
  };
  return titles[axis];
}

/** The lines of a kind by name. */
export function lineKindTitle(kind: LineKind): string {
  return kind === 'epoch' ? l10n.t('Epochs') : l10n.t('Intervals');
}
