import type { JSX } from 'preact';
import { useInk } from '../../shared/export/picture';
import type { Axis } from '../axis';
import { acrossPlot, upPlot, type Plot } from './scatterPlot';

const LETTER = 6;
const ROW = 16;

interface ScatterFrameProps {
  readonly x: Axis;
  readonly y: Axis;
  readonly plot: Plot;
}

/** The axes of a scatter plot, within a picture. */
export function ScatterFrame({ x, y, plot }: ScatterFrameProps): JSX.Element {
  const ink = useInk();
  const { left, right, top, bottom } = plot;
  const acrossTicks = apart(
    x.ticks.map((tick) => ({ ...tick, at: acrossPlot(plot, tick.share) })),
    ({ text }) => text.length * LETTER + 8,
  );
  const upTicks = apart(
    y.ticks.map((tick) => ({ ...tick, at: upPlot(plot, tick.share) })),
    () => ROW,
  );
  return (
    <g>
      {acrossTicks.map(({ at, text }) => (
        <g key={text}>
          <line x1={at} x2={at} y1={top} y2={bottom} stroke={ink.grid} />
          <text x={at} y={bottom + 13} text-anchor="middle" fill={ink.faint}>
            {text}
          </text>
        </g>
      ))}
      {upTicks.map(({ at, text }) => (
        <g key={text}>
          <line x1={left} x2={right} y1={at} y2={at} stroke={ink.grid} />
          <text x={left - 6} y={at + 3.5} text-anchor="end" fill={ink.faint}>
            {shortened(text, (left - 22) / LETTER)}
          </text>
        </g>
      ))}
      <path d={`M${left} ${top}V${bottom}H${right}`} fill="none" stroke={ink.faint} />
      <text x={(left + right) / 2} y={bottom + 31} text-anchor="middle" font-size="11">
        {x.column.title}
      </text>
      <text transform={`translate(12 ${(top + bottom) / 2}) rotate(-90)`} text-anchor="middle" font-size="11">
        {y.column.title}
      </text>
    </g>
  );
}

/** Ticks as far as their texts do not run into each other. */
function apart<T extends { readonly at: number }>(ticks: readonly T[], roomOf: (tick: T) => number): readonly T[] {
  const kept: T[] = [];
  for (const tick of ticks) {
    const last = kept.at(-1);
    if (!last || Math.abs(tick.at - last.at) >= (roomOf(tick) + roomOf(last)) / 2) kept.push(tick);
  }
  return kept;
}

function shortened(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, Math.max(Math.floor(most) - 1, 1))}…`;
}
