import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useInk, type Ink } from '../../shared/export/picture';
import { passed } from '../../shared/passed';
import { nearest, rectangle, within, type Point } from '../../shared/points';
import { useWidth } from '../../shared/useWidth';
import type { Colours } from './colouring';
import { pointMarks, shapePath } from './pointMarks';
import { movedBy, toPixel, wholeView, zoomedAt, type Camera, type Size } from './scatterGeometry';

const TALLEST = 620;
const RADIUS = 3;
const REACH = 9;
const STEP = 60;
/** How strongly what is not chosen is seen. */
const FAINT = 0.15;

export type Brush = 'lasso' | 'rectangle';

interface ScatterProps {
  readonly points: readonly Point[];
  readonly colours: Colours;
  readonly chosen: ReadonlySet<number>;
  readonly brush: Brush;
  /** What a screen reader says of it. */
  readonly label: string;
  readonly describe: (question: number) => string;
  readonly onChoose: (questions: readonly number[]) => void;
}

/** Points that can be looked at from near, told apart by pointing at them, and chosen by drawing around them. */
export function Scatter({ points, colours, chosen, brush, label, describe, onChoose }: ScatterProps): JSX.Element {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const width = useWidth(box);
  const size = useMemo(() => ({ width, height: Math.min(Math.round(width * 0.75), TALLEST) }), [width]);
  const whole = useMemo(() => wholeView(points, size), [points, size]);
  const [near, setCamera] = useState<Camera>();
  const camera = near ?? whole;
  useEffect(() => setCamera(undefined), [points]);
  const pixels = useMemo(() => points.map((point) => toPixel(point, camera, size)), [points, camera, size]);
  const [outline, setOutline] = useState<readonly Point[]>([]);
  const [hovered, setHovered] = useState<number>();
  const ink = useInk();
  useLayoutEffect(() => {
    if (width > 0) draw(canvas.current!, size, { pixels, colours, chosen, outline, hovered }, ink);
  });
  useWheel(canvas, (factor, at) => setCamera(zoomedAt(camera, factor, at, size)));

  // What is drawn is kept beside the state: several events may come before the page is rendered again.
  const drag = useRef<{ path: readonly Point[]; last: Point; readonly isPan: boolean } | undefined>(undefined);
  const place = (event: PointerEvent): Point => {
    const { left, top } = canvas.current!.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    canvas.current!.setPointerCapture(event.pointerId);
    const at = place(event);
    drag.current = { path: [at], last: at, isPan: event.shiftKey };
    setHovered(undefined);
    if (!event.shiftKey) setOutline([at]);
  };
  const move = (event: PointerEvent) => {
    const at = place(event);
    const dragged = drag.current;
    if (!dragged) setHovered(nearest(pixels, at, REACH));
    else if (dragged.isPan) {
      setCamera(movedBy(camera, [at[0] - dragged.last[0], at[1] - dragged.last[1]]));
      dragged.last = at;
    } else {
      dragged.path =
        brush === 'rectangle' ? rectangle(dragged.path[0]!, at) : [...dragged.path, ...passed(event).map(place)];
      setOutline(dragged.path);
    }
  };
  const up = (event: PointerEvent) => {
    const dragged = drag.current;
    drag.current = undefined;
    if (!dragged || dragged.isPan) return;
    const at = place(event);
    const { path } = dragged;
    const wasClick = Math.hypot(at[0] - path[0]![0], at[1] - path[0]![1]) < 3 && path.length < 5;
    const hit = wasClick ? nearest(pixels, at, REACH) : undefined;
    setOutline([]);
    onChoose(wasClick ? (hit === undefined ? [] : [hit]) : within(pixels, path));
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const middle: Point = [size.width / 2, size.height / 2];
    const next: Readonly<Record<string, () => Camera | undefined>> = {
      '+': () => zoomedAt(camera, 1.5, middle, size),
      '=': () => zoomedAt(camera, 1.5, middle, size),
      '-': () => zoomedAt(camera, 1 / 1.5, middle, size),
      '0': () => undefined,
      ArrowLeft: () => movedBy(camera, [STEP, 0]),
      ArrowRight: () => movedBy(camera, [-STEP, 0]),
      ArrowUp: () => movedBy(camera, [0, STEP]),
      ArrowDown: () => movedBy(camera, [0, -STEP]),
    };
    if (event.key === 'Escape') onChoose([]);
    else if (next[event.key]) setCamera(next[event.key]!());
    else return;
    event.preventDefault();
  };
  return (
    <div
      ref={box}
      class="scatter"
      role="group"
      tabIndex={0}
      aria-label={l10n.t('Points; + and − zoom, arrows move, 0 shows all, Escape chooses none')}
      onKeyDown={press}
    >
      <canvas
        ref={canvas}
        role="img"
        aria-label={label}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={() => {
          drag.current = undefined;
          setOutline([]);
        }}
        onPointerLeave={() => setHovered(undefined)}
      />
      {hovered !== undefined && pixels[hovered] && (
        <Tip at={pixels[hovered]} width={size.width} text={describe(hovered)} />
      )}
    </div>
  );
}

function Tip({ at: [x, y], width, text }: { readonly at: Point; readonly width: number; readonly text: string }) {
  const isLeft = x > width / 2;
  const style = {
    top: `${Math.round(y + 10)}px`,
    ...(isLeft ? { right: `${Math.round(width - x + 10)}px` } : { left: `${Math.round(x + 10)}px` }),
  };
  return (
    <div class="scatter-tip" style={style} aria-hidden="true">
      {text}
    </div>
  );
}

/** Zooms by wheel with Ctrl, as pinching does; without it the page scrolls. */
function useWheel(
  canvas: { readonly current: HTMLCanvasElement | null },
  zoom: (factor: number, at: Point) => void,
): void {
  const latest = useRef(zoom);
  latest.current = zoom;
  useEffect(() => {
    const element = canvas.current!;
    const turned = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const { left, top } = element.getBoundingClientRect();
      latest.current(Math.exp(-event.deltaY / 300), [event.clientX - left, event.clientY - top]);
    };
    element.addEventListener('wheel', turned, { passive: false });
    return () => element.removeEventListener('wheel', turned);
  }, [canvas]);
}

interface Drawn {
  readonly pixels: readonly Point[];
  readonly colours: Colours;
  readonly chosen: ReadonlySet<number>;
  readonly outline: readonly Point[];
  readonly hovered: number | undefined;
}

function draw(canvas: HTMLCanvasElement, { width, height }: Size, drawn: Drawn, ink: Ink): void {
  const { pixels, colours, chosen, outline, hovered } = drawn;
  const ratio = devicePixelRatio;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.width = `${width}px`;
  canvas.style.height = `${height}px`;
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  const mark = pointMarks(colours, ink);
  const dot = (question: number) => {
    const { colour, shape } = mark(question);
    const [x, y] = pixels[question]!;
    context.fillStyle = colour;
    context.fill(new Path2D(shapePath(shape, x, y, RADIUS)));
  };
  const isAny = chosen.size > 0;
  context.globalAlpha = isAny ? FAINT : 0.8;
  for (let question = 0; question < pixels.length; question++) if (!chosen.has(question)) dot(question);
  // What is chosen lies above.
  context.globalAlpha = 1;
  for (const question of chosen) if (question < pixels.length) dot(question);
  context.strokeStyle = ink.foreground;
  if (hovered !== undefined && pixels[hovered]) {
    context.lineWidth = 1.5;
    context.beginPath();
    context.arc(...pixels[hovered], RADIUS + 3, 0, 2 * Math.PI);
    context.stroke();
  }
  if (outline.length > 1) {
    context.setLineDash([4, 3]);
    context.lineWidth = 1;
    context.beginPath();
    for (const [x, y] of outline) context.lineTo(x, y);
    context.closePath();
    context.stroke();
  }
}
