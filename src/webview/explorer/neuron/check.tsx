import * as l10n from '@vscode/l10n';
import type { ComponentChildren, JSX } from 'preact';

/** Something that is asked for, with whether it is so, by more than colour. */
export function Check({
  isMet,
  children,
}: {
  readonly isMet: boolean;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <li class={isMet ? 'met' : 'unmet'}>
      <span class="check" role="img" aria-label={isMet ? l10n.t('yes') : l10n.t('no')}>
        {isMet ? '✓' : '✗'}
      </span>
      <span>{children}</span>
    </li>
  );
}
