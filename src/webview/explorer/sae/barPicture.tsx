import type { JSX } from 'preact';
import { evenTicks } from '../../shared/chart/logTicks';
import { Picture, useInk } from '../../shared/export/picture';

/** A bar, or a gap where there is no value. */
export interface Bar {
  readonly key: string | number;
  readonly value: number | null;
  /** What the pointer on it says. */
  readonly title: string;
  /** Under it; one that has none shares the next one's. */
  readonly name?: string;
  readonly detail?: string;
  /** Stands out among the others. */
  readonly isStrong?: boolean;
}

interface BarPictureProps {
  readonly bars: readonly Bar[];
  readonly width: number;
  /** What a screen reader says of it. */
  readonly label: string;
  /** Of the values; what the axis ends at is at least the largest of them. */
  readonly axis: string;
  readonly max?: number;
  /** What the bars are of, under them. */
  readonly below?: string;
  /** Of bins: where the last one ends. Then names stand at the left edges of bars rather than under their middles. */
  readonly end?: string;
}

const LEFT = 42;
const RIGHT = 14;
const TOP = 20;
const PLOT = 110;
const NARROW = 22;

/** Bars beside each other over an axis from 0 on; values below 0 hang from it. */
export function BarPicture({ bars, width, label, axis, max, below, end }: BarPictureProps): JSX.Element {
  const ink = useInk();
  const areBins = end !== undefined;
  const values = bars.flatMap(({ value }) => (value === null ? [] : [value]));
  const most = max ?? Math.max(...values, 1e-9);
  const least = Math.min(...values, 0);
  const column = (width - LEFT - RIGHT) / bars.length;
  const y = (value: number) => TOP + PLOT * (1 - (value - least) / (most - least));
  const hasDetail = bars.some(({ detail }) => detail !== undefined) && column >= NARROW;
  const isNarrow = column < NARROW && !areBins;
  const names = TOP + PLOT + 14;
  const height = names + (hasDetail ? 12 : 0) + (isNarrow ? 14 : 0) + (below === undefined ? 6 : 20);
  const gap = Math.min(areBins ? 1 : column * 0.25, 10);
  return (
    <Picture width={width} height={height} label={label}>
      <text x={LEFT} y="10" fill={ink.faint}>
        {axis}
      </text>
      {evenTicks(least, most).map((tick) => (
        <g key={tick}>
          <line x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} stroke={ink.grid} />
          <text x={LEFT - 5} y={y(tick) + 3} text-anchor="end" fill={ink.faint}>
            {tickText(tick)}
          </text>
        </g>
      ))}
      {bars.map(({ key, value, title, name, detail, isStrong }, i) => {
        const x = LEFT + i * column;
        return (
          <g key={key}>
            {value !== null && (
              <rect
                x={x + gap / 2}
                y={Math.min(y(value), y(0))}
                width={column - gap}
                height={value === 0 ? 0 : Math.max(Math.abs(y(value) - y(0)), 1)}
                fill={isStrong ? ink.strong : ink.bar}
              />
            )}
            {/* All of its column: a low bar is hard to hit. */}
            <rect x={x} y={TOP} width={column} height={PLOT} fill="transparent">
              <title>{title}</title>
            </rect>
            {value === null && (
              <text x={x + column / 2} y={y(0) - 4} text-anchor="middle" fill={ink.faint}>
                –
              </text>
            )}
            {name !== undefined && (
              <text
                {...(isNarrow
                  ? { transform: `translate(${x + column / 2 + 3} ${names - 8}) rotate(-90)`, 'text-anchor': 'end' }
                  : { x: areBins ? x : x + column / 2, y: names, 'text-anchor': 'middle' })}
              >
                {name}
              </text>
            )}
            {hasDetail && detail !== undefined && (
              <text x={x + column / 2} y={names + 11} text-anchor="middle" font-size="8" fill={ink.faint}>
                {detail}
              </text>
            )}
          </g>
        );
      })}
      {areBins && (
        <text x={width - RIGHT} y={names} text-anchor="middle">
          {end}
        </text>
      )}
      <line x1={LEFT} x2={width - RIGHT} y1={y(0)} y2={y(0)} stroke={ink.faint} />
      {below !== undefined && (
        <text x={(LEFT + width - RIGHT) / 2} y={height - 4} text-anchor="middle">
          {below}
        </text>
      )}
    </Picture>
  );
}

function tickText(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return Math.abs(rounded) >= 10_000 ? `${rounded / 1000}k` : String(rounded);
}
