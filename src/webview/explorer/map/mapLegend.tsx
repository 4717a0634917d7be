import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import type { ColourScale } from '../../shared/colourScale';
import { useInk } from '../../shared/export/picture';
import { MARK, type Mark } from './labelIndex';
import { anchorOf, BAR_WIDTH, ticksOf } from './legendTicks';
import { figureTitle, figureUnit } from './mapText';
import type { ValueScale } from './mapValues';
import type { Figure } from './mapView';

interface MapLegendProps {
  readonly figure: Figure;
  readonly scale: ValueScale;
  readonly colours: ColourScale;
}

export const LEGEND_WIDTH = 240;
export const LEGEND_HEIGHT = 36;
const BAR = { left: 8, width: BAR_WIDTH, top: 14, height: 9 };
const STOPS = [...Array(17).keys()].map((stop) => stop / 16);
/** What the map's colours stand for, 240 × 36 pixels of a picture. */
export function MapLegend({ figure, scale, colours }: MapLegendProps): JSX.Element {
  const id = useId();
  const { foreground, faint, grid } = useInk();
  return (
    <g>
      <text x={BAR.left} y="9" font-weight="600">
        {figureTitle(figure)}
        <tspan font-weight="400" fill={faint}>{` (${figureUnit(figure)})`}</tspan>
      </text>
      <linearGradient id={id}>
        {STOPS.map((stop) => (
          <stop key={stop} offset={stop} stop-color={colours.colours[Math.round(stop * 255)]} />
        ))}
      </linearGradient>
      <rect
        x={BAR.left}
        y={BAR.top}
        width={BAR.width}
        height={BAR.height}
        fill={`url(#${id})`}
        stroke={grid}
        stroke-width="1"
      />
      {ticksOf(scale).map(({ share, text }) => (
        <g key={share}>
          <line
            x1={BAR.left + share * BAR.width}
            x2={BAR.left + share * BAR.width}
            y1={BAR.top + BAR.height}
            y2={BAR.top + BAR.height + 3}
            stroke={foreground}
          />
          <text x={BAR.left + share * BAR.width} y={LEGEND_HEIGHT - 1} text-anchor={anchorOf(share)} fill={faint}>
            {text}
          </text>
        </g>
      ))}
    </g>
  );
}

/** What the marks on cells stand for. */
export function markText(mark: Mark): string {
  switch (mark) {
    case MARK.proved:
      return l10n.t('proved');
    case MARK.together:
      return l10n.t('proved of several together');
    case MARK.correlates:
      return l10n.t('correlates');
    case MARK.none:
      return l10n.t('blank: never active');
  }
}
