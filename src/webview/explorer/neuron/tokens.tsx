import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { contrastOf, mixed } from '../../shared/contrast';
import { useInk, type Ink } from '../../shared/export/picture';

interface TokensProps {
  /** A question with its answer. */
  readonly text: string;
  /** The token that is marked, and whose activation this is. */
  readonly position: number;
  /** By token, as shares of the neuron's largest; undefined where it is not known. */
  readonly shares: readonly (number | undefined)[];
}

/** A question token by token, coloured by the activation at each; what follows the marked one is faint. */
export function Tokens({ text, position, shares }: TokensProps): JSX.Element {
  const ink = useInk();
  return (
    <span class="tokens" role="img" aria-label={l10n.t('{0}, active at {1}', text, `${text[position]} (P${position})`)}>
      {Array.from(text, (token, at) => {
        const share = shares[at] ?? 0;
        const kind = at === position ? 'active' : at > position ? 'later' : '';
        return (
          <span key={at} class={`token ${kind}`} {...(share > 0 && { style: coloured(share, ink) })}>
            {token}
          </span>
        );
      })}
    </span>
  );
}

/** From the background's colour to that of bars, a trace at least, and of black and white what is read better on it. */
function coloured(
  share: number,
  { background, bar }: Ink,
): { readonly backgroundColor: string; readonly color: string } {
  const backgroundColor = mixed(background, bar, 0.12 + 0.88 * Math.min(share, 1));
  const color = contrastOf(backgroundColor, '#000000') > contrastOf(backgroundColor, '#ffffff') ? '#000000' : '#ffffff';
  return { backgroundColor, color };
}
