import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useId, useMemo, useRef, useState } from 'preact/hooks';
import type { TrialView } from '../../../protocol/sweep';
import { Picture, useInk } from '../../shared/export/picture';
import { count } from '../../shared/numbers';
import type { Point } from '../../shared/points';
import { useSize } from '../../shared/useSize';
import { useValue } from '../../shared/useValue';
import type { Colouring } from '../colouring';
import { Layer } from '../layer';
import type { ShownProps } from '../partProps';
import { TrialTip } from '../trialTip';
import { AxisBrush } from './axisBrush';
import { ParallelFrame } from './parallelFrame';
import { linePoints, nearestLine, parallelPlot, traceLine } from './parallelPlot';

const REACH = 6;
/**
 * From so many lines on each is as thin as a pixel of the screen: Chromium draws such lines as they come, and of wider
 * ones the outline of all together, which without a GPU takes a hundred times as long.
 */
const MANY = 100;

interface ParallelChartProps extends Pick<ShownProps, 'shown' | 'model'> {
  readonly colouring: Colouring;
  /** Stays the same as long as the theme does. */
  readonly look: string;
}

/** A line through the axes for each trial, with what pointer and keys do on them. */
export function ParallelChart({ shown, model, colouring, look }: ParallelChartProps): JSX.Element {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const room = useSize(box);
  const ink = useInk();
  const { brushes } = useValue(model.view);
  const hovered = useValue(model.hovered);
  const [pointer, setPointer] = useState<{ readonly x: number; readonly y: number }>();
  const { rows, axes, chosen, current } = shown;
  const plot = useMemo(() => parallelPlot(room, axes.length), [room, axes.length]);
  const lines = useMemo(() => rows.map((trial) => linePoints(trial, axes, plot)), [rows, axes, plot]);
  const find = (event: PointerEvent | MouseEvent): TrialView | undefined => {
    const { left, top } = box.current!.getBoundingClientRect();
    const at = [event.clientX - left + box.current!.scrollLeft, event.clientY - top] as const;
    const found = nearestLine(lines, at, REACH);
    return found === undefined ? undefined : rows[found];
  };
  const move = (event: PointerEvent) => {
    const found = event.buttons === 0 ? find(event) : undefined;
    model.hovered.value = found?.trial;
    setPointer(found && { x: event.clientX, y: event.clientY });
  };
  const leave = () => {
    model.hovered.value = undefined;
    setPointer(undefined);
  };
  const click = (event: MouseEvent) => {
    // An axis has a use of its own for it.
    if (event.target instanceof Element && event.target.closest('.axis-brush')) return;
    const found = find(event);
    if (found) model.change({ trial: found.trial });
  };
  const one = (context: CanvasRenderingContext2D, of: number | undefined, width: number) => {
    const i = rows.findIndex(({ trial }) => trial === of);
    if (i < 0) return;
    stroke(context, [lines[i]!], ink.background, width + 3);
    stroke(context, [lines[i]!], ink.foreground, width);
  };
  const widthOf = (count: number) => (count > MANY ? 1 / devicePixelRatio : 1.3);
  const hoveredTrial = pointer && rows.find(({ trial }) => trial === hovered);
  return (
    <div
      class="chart-box parallel"
      ref={box}
      role="group"
      aria-label={l10n.t('Parallel coordinates of {0} trials, {1} chosen', count(rows.length), count(chosen.size))}
      onPointerMove={move}
      onPointerLeave={leave}
      onClick={click}
    >
      <div class="parallel-extent" style={{ width: `${plot.width}px` }}>
        <Layer
          size={plot}
          isFaint={chosen.size > 0}
          on={[lines, colouring, look]}
          draw={(context) => strokeByColour(context, rows, lines, colouring, widthOf(lines.length), 0.7)}
        />
        <Layer
          size={plot}
          on={[lines, colouring, chosen, look]}
          draw={(context) => {
            const among = [...rows.keys()].filter((i) => chosen.has(rows[i]!.trial));
            const some = among.map((i) => rows[i]!);
            strokeByColour(
              context,
              some,
              among.map((i) => lines[i]!),
              colouring,
              widthOf(among.length),
              1,
            );
          }}
        />
        <Layer
          size={plot}
          on={[lines, current, hovered, look]}
          draw={(context) => {
            one(context, current?.trial, 2);
            if (hovered !== current?.trial) one(context, hovered, 1.5);
          }}
        />
        {room.width > 0 && (
          <div class="layer">
            <Picture width={plot.width} height={plot.height}>
              <ParallelFrame axes={axes} plot={plot} />
            </Picture>
          </div>
        )}
        {axes.map((axis, i) => (
          <AxisBrush
            key={axis.column.id}
            axis={axis}
            x={plot.xs[i]!}
            plot={plot}
            brush={brushes[axis.column.id]}
            latest={() => model.view.value.brushes[axis.column.id]}
            helpId={id}
            onChange={(brush) => model.brush(axis.column.id, brush)}
          />
        ))}
      </div>
      <span id={id} class="visually-hidden">
        {l10n.t('Arrows move the brush, with Shift its upper end, with Ctrl its lower end; Delete takes it away')}
      </span>
      {hoveredTrial && <TrialTip trial={hoveredTrial} shown={shown} {...pointer} />}
    </div>
  );
}

/** All lines of a colour at once: a stroke for each line would take long. */
function strokeByColour(
  context: CanvasRenderingContext2D,
  trials: readonly TrialView[],
  lines: readonly (readonly Point[])[],
  { colourOf }: Colouring,
  width: number,
  opacity: number,
): void {
  const groups = new Map<string, (readonly Point[])[]>();
  // The first of the table are drawn last, on top.
  for (let i = trials.length - 1; i >= 0; i--) {
    const colour = colourOf(trials[i]!);
    const group = groups.get(colour);
    if (group) group.push(lines[i]!);
    else groups.set(colour, [lines[i]!]);
  }
  context.globalAlpha = opacity;
  for (const [colour, group] of groups) stroke(context, group, colour, width);
}

function stroke(
  context: CanvasRenderingContext2D,
  lines: readonly (readonly Point[])[],
  colour: string,
  width: number,
): void {
  context.beginPath();
  for (const line of lines) traceLine(context, line);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.lineJoin = 'bevel';
  context.stroke();
}
