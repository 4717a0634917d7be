import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import type { Range } from '../../shared/range';
import type { Axis } from '../axis';
import { brushByDrag, brushByKey, type Drag } from './brushMoves';
import type { ParallelPlot } from './parallelPlot';

interface AxisBrushProps {
  readonly axis: Axis;
  readonly x: number;
  readonly plot: ParallelPlot;
  /** In places of the axis' scale. */
  readonly brush: Range | undefined;
  /** The brush as it is now: keys may come faster than drawings. */
  readonly latest: () => Range | undefined;
  /** What to do with it in words, somewhere on the page. */
  readonly helpId: string;
  readonly onChange: (brush: Range | undefined) => void;
}

/** What lies over an axis: dragging along it, or keys, choose the trials with values in a stretch of it. */
export function AxisBrush({ axis, x, plot, brush, latest, helpId, onChange }: AxisBrushProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | undefined>(undefined);
  const { column, placeAt, shareAt, textAt } = axis;
  const sharesOf = (range: Range | undefined) => range && clamped({ min: shareAt(range.min), max: shareAt(range.max) });
  const shares = sharesOf(brush);
  const change = (range: Range | undefined) => {
    onChange(range && { min: placeAt(range.min), max: placeAt(range.max) });
  };
  const shareOf = (event: PointerEvent) => {
    const { top, height } = box.current!.getBoundingClientRect();
    return Math.min(Math.max(1 - (event.clientY - top) / height, 0), 1);
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    box.current!.setPointerCapture(event.pointerId);
    drag.current = {
      from: shareOf(event),
      before: sharesOf(latest()),
      pixel: 1 / (plot.bottom - plot.top),
      hasMoved: false,
    };
  };
  const move = (event: PointerEvent) => {
    if (!drag.current) return;
    const to = shareOf(event);
    if (Math.abs(to - drag.current.from) > 2 * drag.current.pixel) drag.current = { ...drag.current, hasMoved: true };
    if (drag.current.hasMoved) change(brushByDrag(drag.current, to));
  };
  const up = () => {
    // A click beside the brush, or on it, takes it away.
    if (drag.current && !drag.current.hasMoved && drag.current.before) change(undefined);
    drag.current = undefined;
  };
  const press = (event: KeyboardEvent) => {
    const next = brushByKey(event, sharesOf(latest()));
    if (next === 'none') return;
    event.preventDefault();
    change(next);
  };
  const words = shares
    ? l10n.t('{0} to {1}', textAt(shares.min), textAt(shares.max))
    : l10n.t('all, from {0} to {1}', textAt(0), textAt(1));
  const { top, bottom } = plot;
  return (
    <div
      class="axis-brush"
      ref={box}
      role="slider"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={l10n.t('Brush on {0}', column.title)}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(50 * ((shares?.min ?? 0) + (shares?.max ?? 1)))}
      aria-valuetext={words}
      aria-describedby={helpId}
      style={{ left: `${x - 14}px`, top: `${top}px`, height: `${Math.max(bottom - top, 0)}px` }}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => (drag.current = undefined)}
      onKeyDown={press}
    >
      {shares && (
        <div class="brush" style={{ bottom: `${100 * shares.min}%`, height: `${100 * (shares.max - shares.min)}%` }} />
      )}
    </div>
  );
}

function clamped({ min, max }: Range): Range {
  const within = (share: number) => Math.min(Math.max(share, 0), 1);
  return { min: within(min), max: within(max) };
}
