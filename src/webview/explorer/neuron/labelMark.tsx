import type { JSX } from 'preact';
import type { LabelStatus } from '../../../core/run/analysedLabel';
import { statusWord } from './labelWords';

/** How sure a label is: a dot that is full where it is proved, with the word. */
export function LabelMark({ status }: { readonly status: LabelStatus }): JSX.Element {
  return (
    <span class={`label-mark ${status}`}>
      <span aria-hidden="true">{status === 'proved' ? '●' : '○'}</span> {statusWord(status)}
    </span>
  );
}
