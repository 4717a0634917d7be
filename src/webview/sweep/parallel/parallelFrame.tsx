import type { JSX } from 'preact';
import { useInk } from '../../shared/export/picture';
import type { Axis } from '../axis';
import { directionOf } from '../columns';
import type { ParallelPlot } from './parallelPlot';

const LETTER = 6.2;
/** Ticks that are nearer to each other cannot be read. */
const ROW = 13;
/** The room right of the last axis. */
const LAST = 58;

interface ParallelFrameProps {
  readonly axes: readonly Axis[];
  readonly plot: ParallelPlot;
}

/** The axes of parallel coordinates with their names and numbers, within a picture. */
export function ParallelFrame({ axes, plot }: ParallelFrameProps): JSX.Element {
  const ink = useInk();
  const { xs, top, bottom, width } = plot;
  const gap = xs.length > 1 ? xs[1]! - xs[0]! : width;
  // Names stand in two rows by turns, so that each has twice the room.
  const most = Math.floor((2 * gap - 12) / LETTER);
  return (
    <g>
      {axes.map((axis, i) => {
        const x = xs[i]!;
        const isLast = i === axes.length - 1;
        return (
          <g key={axis.column.id}>
            <line x1={x} x2={x} y1={top} y2={bottom} stroke={ink.faint} />
            <text
              x={isLast ? x + 40 : x}
              y={i % 2 === 0 ? 11 : 25}
              text-anchor={i === 0 ? 'start' : isLast ? 'end' : 'middle'}
              {...(i === 0 && { dx: -36 })}
              font-size="11"
              font-weight={axis.column.objective === null ? 'normal' : '600'}
            >
              {titleOf(axis, most)}
            </text>
            {spread(axis, plot).map(({ y, text }) => (
              <g key={text}>
                <line x1={x - 3} x2={x + 3} y1={y} y2={y} stroke={ink.faint} />
                {/* On the background, so that lines do not cross it. */}
                <text x={x + 6} y={y + 3.5} stroke={ink.background} stroke-width="3" paint-order="stroke">
                  {ending(text, Math.floor((isLast ? LAST : gap - 12) / LETTER))}
                </text>
              </g>
            ))}
          </g>
        );
      })}
    </g>
  );
}

/** The end of a text that is too long: values of one key begin alike more often than they end alike. */
function ending(text: string, most: number): string {
  return text.length <= most ? text : `…${text.slice(1 - most)}`;
}

/** With an arrow to where an objective is better. */
function titleOf({ column: { title, objective } }: Axis, most: number): string {
  const short = title.length > most ? `${title.slice(0, Math.max(most - 1, 1))}…` : title;
  if (objective === null) return short;
  return `${short} ${directionOf(objective) < 0 ? '↑' : '↓'}`;
}

function spread(
  { ticks }: Axis,
  { top, bottom }: ParallelPlot,
): readonly { readonly y: number; readonly text: string }[] {
  const kept: { readonly y: number; readonly text: string }[] = [];
  for (const { share, text } of ticks) {
    const y = bottom - share * (bottom - top);
    if (kept.length === 0 || Math.abs(kept.at(-1)!.y - y) >= ROW) kept.push({ y, text });
  }
  return kept;
}
