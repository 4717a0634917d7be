import type { JSX } from 'preact';
import type { Mark } from './palette';
import { readableOn } from './contrast';
import { readTheme } from './readTheme';

/** A mark as legends show it: its tag, and a piece of its line. */
export function Swatch({ mark, tagged = true }: { readonly mark: Mark; readonly tagged?: boolean }): JSX.Element {
  return (
    <span class="swatch" aria-hidden="true">
      {tagged && <span class="tag">{mark.tag}</span>}
      <svg width="24" height="10" viewBox="0 0 24 10">
        <line
          x1="0"
          x2="24"
          y1="5"
          y2="5"
          stroke={readableOn(readTheme().background, mark.colour)}
          stroke-width="3"
          stroke-dasharray={mark.dash.join(' ')}
        />
      </svg>
    </span>
  );
}
