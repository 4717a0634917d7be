import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import { LineChart } from '../../shared/chart/lineChart';
import type { Observable } from '../../shared/observable';
import type { Range } from '../../shared/range';
import { rangeByKey } from '../../shared/rangeKeys';
import { readTheme } from '../../shared/readTheme';
import { curveContent, type Curve, type CurveLook } from './curveContent';

interface CurveChartProps {
  readonly curves: readonly Curve[];
  readonly look: CurveLook;
  /** What a screen reader says of it. */
  readonly label: string;
  /** What is to be seen of the x axis; undefined for the whole of it. */
  readonly zoom: Observable<Range | undefined>;
}

/** Curves over a common x axis, which pointer, wheel and keys zoom. */
export function CurveChart({ curves, look, label, zoom }: CurveChartProps): JSX.Element {
  const id = useId();
  const canvas = useRef<HTMLCanvasElement>(null);
  const chart = useRef<LineChart | undefined>(undefined);
  const draw = () => {
    if (!chart.current) return;
    chart.current.show(curveContent(curves, look, chart.current.plot.width), readTheme());
  };
  const whole = curveContent(curves, look, 1).whole;
  const show = (range: Range) => {
    zoom.value = range.min <= whole.min && range.max >= whole.max ? undefined : range;
  };
  const latest = useRef({ draw, show });
  latest.current = { draw, show };
  useLayoutEffect(() => {
    const made = new LineChart(canvas.current!, {
      zoomed: (range) => latest.current.show(range),
      resized: () => latest.current.draw(),
    });
    chart.current = made;
    return () => {
      chart.current = undefined;
      made.destroy();
    };
  }, []);
  useEffect(draw);
  const press = (event: KeyboardEvent) => {
    // Not what is drawn: keys may come faster than drawings.
    const range = rangeByKey(event, zoom.value ?? whole, whole);
    if (!range) return;
    event.preventDefault();
    show(range);
  };
  return (
    <div
      class="curve-plot"
      tabIndex={0}
      role="group"
      aria-label={l10n.t('Learning curves, chart')}
      aria-describedby={id}
      onKeyDown={press}
    >
      <div class="canvas-box">
        <canvas ref={canvas} role="img" aria-label={label} />
      </div>
      <span id={id} class="keys">
        {l10n.t('+ and − zoom, ← and → move, 0 resets')}
      </span>
    </div>
  );
}
