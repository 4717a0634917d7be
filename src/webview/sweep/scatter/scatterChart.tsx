import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { Picture, useInk } from '../../shared/export/picture';
import { count } from '../../shared/numbers';
import { passed } from '../../shared/passed';
import { nearest, rectangle, within, type Point } from '../../shared/points';
import { useSize } from '../../shared/useSize';
import { useValue } from '../../shared/useValue';
import type { Axis } from '../axis';
import type { Colouring } from '../colouring';
import { Layer } from '../layer';
import type { ShownProps } from '../partProps';
import { TrialTip } from '../trialTip';
import type { View } from '../view';
import { ScatterFrame } from './scatterFrame';
import { frontLine, placed, plotOf } from './scatterPlot';

const RADIUS = 3.5;
const REACH = 9;
const TAU = 2 * Math.PI;

interface ScatterChartProps extends Pick<ShownProps, 'shown' | 'model'> {
  readonly x: Axis;
  readonly y: Axis;
  readonly colouring: Colouring;
  /** Stays the same as long as the theme does. */
  readonly look: string;
  readonly outline: View['outline'];
}

/** The points, with what pointer and keys do on them. */
export function ScatterChart({ shown, model, x, y, colouring, look, outline }: ScatterChartProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const size = useSize(box);
  const { width, height } = size;
  const ink = useInk();
  const { rows, chosen, current, best } = shown;
  const plot = useMemo(() => plotOf({ width, height }), [width, height]);
  const places = useMemo(() => placed(rows, x, y, plot), [rows, x, y, plot]);
  const { trials, points } = places;
  const front = useMemo(() => frontLine(places, x, y), [places]);
  const hovered = useValue(model.hovered);
  const [pointer, setPointer] = useState<{ readonly x: number; readonly y: number }>();
  const [path, setPath] = useState<readonly Point[]>([]);
  // Kept beside the state: several events may come before the page is rendered again.
  const drawn = useRef<readonly Point[] | undefined>(undefined);

  const place = (event: PointerEvent): Point => {
    const { left, top } = box.current!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    box.current!.setPointerCapture(event.pointerId);
    drawn.current = [place(event)];
    model.hovered.value = undefined;
  };
  const move = (event: PointerEvent) => {
    const before = drawn.current;
    if (!before) {
      const found = nearest(points, place(event), REACH);
      model.hovered.value = found === undefined ? undefined : trials[found]!.trial;
      setPointer(found === undefined ? undefined : { x: event.clientX, y: event.clientY });
      return;
    }
    drawn.current =
      outline === 'rectangle' ? rectangle(before[0]!, place(event)) : [...before, ...passed(event).map(place)];
    setPath(drawn.current);
  };
  const up = (event: PointerEvent) => {
    const line = drawn.current;
    drawn.current = undefined;
    setPath([]);
    if (!line) return;
    const at = place(event);
    const wasClick = Math.hypot(at[0] - line[0]![0], at[1] - line[0]![1]) < 3 && line.length < 5;
    if (!wasClick) {
      const found = within(points, line).map((i) => trials[i]!.trial);
      model.pick(event.shiftKey ? [...model.chosen, ...found] : found);
      return;
    }
    const hit = nearest(points, at, REACH);
    if (hit === undefined) model.pick([]);
    else model.change({ trial: trials[hit]!.trial });
  };
  const leave = () => {
    setPointer(undefined);
    model.hovered.value = undefined;
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const steps: Readonly<Record<string, readonly [axis: 0 | 1, step: 1 | -1]>> = {
      ArrowRight: [0, 1],
      ArrowLeft: [0, -1],
      ArrowDown: [1, 1],
      ArrowUp: [1, -1],
    };
    const looked = model.view.value.trial ?? current?.trial;
    if (event.key === 'Escape') model.pick([]);
    else if (event.key === ' ' && looked !== undefined) {
      const next = new Set(model.chosen);
      if (!next.delete(looked)) next.add(looked);
      model.pick(next);
    } else if (steps[event.key]) {
      const next = nextPoint(
        points,
        trials.findIndex(({ trial }) => trial === looked),
        ...steps[event.key]!,
      );
      if (next !== undefined) model.change({ trial: trials[next]!.trial });
    } else return;
    event.preventDefault();
  };
  const dots = (context: CanvasRenderingContext2D, some: (trial: number) => boolean) => {
    trials.forEach((trial, i) => {
      if (!some(trial.trial)) return;
      context.beginPath();
      context.arc(...points[i]!, RADIUS, 0, TAU);
      context.fillStyle = colouring.colourOf(trial);
      context.fill();
    });
  };
  const ring = (context: CanvasRenderingContext2D, of: number | undefined, radius: number, line: number) => {
    const i = trials.findIndex(({ trial }) => trial === of);
    if (i < 0) return;
    context.beginPath();
    context.arc(...points[i]!, radius, 0, TAU);
    context.lineWidth = line;
    context.strokeStyle = ink.foreground;
    context.stroke();
  };
  const hoveredTrial = pointer && trials.find(({ trial }) => trial === hovered);
  return (
    <div
      class="chart-box scatter"
      ref={box}
      tabIndex={0}
      role="group"
      aria-label={l10n.t(
        '{0} over {1}, {2} trials, {3} chosen; arrows go from point to point, Space chooses, Escape chooses none',
        ...[y.column.title, x.column.title, count(trials.length), count(chosen.size)],
      )}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => {
        drawn.current = undefined;
        setPath([]);
      }}
      onPointerLeave={leave}
      onKeyDown={press}
    >
      {width > 0 && (
        <div class="layer">
          <Picture width={width} height={height}>
            <ScatterFrame x={x} y={y} plot={plot} />
          </Picture>
        </div>
      )}
      <Layer
        size={size}
        isFaint={chosen.size > 0}
        on={[places, colouring, look]}
        draw={(context) => dots(context, () => true)}
      />
      <Layer
        size={size}
        on={[places, colouring, chosen, best, front, look]}
        draw={(context) => {
          dots(context, (trial) => chosen.has(trial));
          context.strokeStyle = ink.strong;
          context.lineWidth = 1.5;
          context.beginPath();
          for (const point of front) context.lineTo(...point);
          context.stroke();
          for (const trial of best) ring(context, trial, RADIUS + 1, 1);
        }}
      />
      <Layer
        size={size}
        on={[places, current, hovered, path, look]}
        draw={(context) => {
          ring(context, current?.trial, RADIUS + 4, 2);
          ring(context, hovered, RADIUS + 3, 1.5);
          if (path.length < 2) return;
          context.setLineDash([4, 3]);
          context.lineWidth = 1;
          context.strokeStyle = ink.foreground;
          context.beginPath();
          for (const point of path) context.lineTo(...point);
          context.closePath();
          context.stroke();
        }}
      />
      {hoveredTrial && <TrialTip trial={hoveredTrial} shown={shown} {...pointer} />}
    </div>
  );
}

/** The point that comes next along an axis; the first where there is none to begin with. */
function nextPoint(points: readonly Point[], from: number, axis: 0 | 1, step: 1 | -1): number | undefined {
  const order = [...points.keys()].sort((a, b) => points[a]![axis] - points[b]![axis] || a - b);
  const at = order.indexOf(from);
  return at < 0 ? order[0] : order[at + step];
}
