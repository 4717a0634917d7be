import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { Picture, useInk } from '../../shared/export/picture';
import { RampLegend } from '../../shared/export/rampLegend';
import { figure } from '../neuron/shownNeuron';
import type { Colours } from './colouring';
import { categoryMark, LEAST_COLOUR, pointMarks, shapePath } from './pointMarks';
import type { Point } from '../../shared/points';
import { toPixel, wholeView } from './scatterGeometry';

const SIDE = 520;
const TOP = 28;
const LEGEND_COLUMN = 104;
const LEGEND_ROW = 16;
const LEGEND_COLUMNS = Math.floor(SIDE / LEGEND_COLUMN);

interface ScatterPictureProps {
  readonly title: string;
  readonly points: readonly Point[];
  readonly colours: Colours;
}

/** All points with their legend, for files. */
export function ScatterPicture({ title, points, colours }: ScatterPictureProps): JSX.Element {
  const ink = useInk();
  const size = { width: SIDE, height: SIDE };
  const camera = wholeView(points, size);
  const mark = pointMarks(colours, ink);
  const rows = colours.kind === 'categories' ? Math.ceil(colours.names.length / LEGEND_COLUMNS) : 2;
  return (
    <Picture width={SIDE} height={TOP + SIDE + 8 + rows * LEGEND_ROW + 8} label={title}>
      <text x={SIDE / 2} y={18} text-anchor="middle" font-size="12" font-weight="600">
        {title}
      </text>
      <g transform={`translate(0 ${TOP})`}>
        {points.map((point, question) => {
          const { colour, shape } = mark(question);
          return (
            <path
              key={question}
              d={shapePath(shape, ...toPixel(point, camera, size), 2.2)}
              fill={colour}
              opacity="0.8"
            />
          );
        })}
        <rect x="0.5" y="0.5" width={SIDE - 1} height={SIDE - 1} fill="none" stroke={ink.grid} />
      </g>
      <g transform={`translate(8 ${TOP + SIDE + 8})`}>
        {colours.kind === 'values' ? (
          <>
            <RampLegend from="0" to={figure(colours.most)} title={l10n.t('activation')} least={LEAST_COLOUR} />
            <g transform="translate(190 0)">
              <path d={shapePath('circle', 5, 6, 4)} fill={ink.dull} />
              <text x="15" y="10">
                {l10n.t('not active')}
              </text>
            </g>
          </>
        ) : (
          colours.names.map((name, index) => {
            const { colour, shape } = categoryMark(colours, index, ink);
            const x = (index % LEGEND_COLUMNS) * LEGEND_COLUMN;
            const y = Math.floor(index / LEGEND_COLUMNS) * LEGEND_ROW;
            return (
              <g key={name} transform={`translate(${x} ${y})`}>
                <path d={shapePath(shape, 5, 7, 4)} fill={colour} />
                <text x="15" y="11">
                  {name}
                </text>
              </g>
            );
          })
        )}
      </g>
    </Picture>
  );
}
