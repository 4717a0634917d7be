import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { useInk } from './picture';

const WIDTH = 160;
const STOPS = [...Array(10).keys()].map((stop) => stop / 9);

interface RampLegendProps {
  readonly from: string;
  readonly to: string;
  readonly title: string;
  /** Where in the scale it begins. */
  readonly least?: number;
}

/** The scale of colours within a picture, 160 pixels wide and 30 high: a bar, its ends, and what it is of. */
export function RampLegend({ from, to, title, least = 0 }: RampLegendProps): JSX.Element {
  const id = useId();
  const { scale } = useInk();
  return (
    <g>
      <linearGradient id={id}>
        {STOPS.map((stop) => (
          <stop key={stop} offset={stop} stop-color={scale(least + (1 - least) * stop)} />
        ))}
      </linearGradient>
      <rect width={WIDTH} height="10" fill={`url(#${id})`} />
      <text y="22">{from}</text>
      <text x={WIDTH / 2} y="22" text-anchor="middle">
        {title}
      </text>
      <text x={WIDTH} y="22" text-anchor="end">
        {to}
      </text>
    </g>
  );
}
