import * as l10n from '@vscode/l10n';
import type { JSX, RefObject } from 'preact';
import { LEAST_SPLIT, MOST_SPLIT } from '../view';

interface SplitterProps {
  /** What it splits. */
  readonly box: RefObject<HTMLElement | null>;
  /** The share on the left. */
  readonly split: number;
  readonly onChange: (split: number) => void;
}

const STEP = 0.02;

/** A bar between two parts, which pointer and arrow keys move. */
export function Splitter({ box, split, onChange }: SplitterProps): JSX.Element {
  const move = (wanted: number) => onChange(Math.min(Math.max(wanted, LEAST_SPLIT), MOST_SPLIT));
  const drag = (event: PointerEvent) => {
    const bar = event.currentTarget as HTMLElement;
    if (!bar.hasPointerCapture(event.pointerId)) return;
    const { left, width } = box.current!.getBoundingClientRect();
    move((event.clientX - left) / width);
  };
  const press = (event: KeyboardEvent) => {
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: split - STEP,
      ArrowRight: split + STEP,
      Home: LEAST_SPLIT,
      End: MOST_SPLIT,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    move(target);
  };
  return (
    <div
      class="splitter"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={l10n.t('Width of the map')}
      aria-valuemin={100 * LEAST_SPLIT}
      aria-valuemax={100 * MOST_SPLIT}
      aria-valuenow={Math.round(100 * split)}
      onPointerDown={(event) => (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDblClick={() => move(0.5)}
      onKeyDown={press}
    />
  );
}
