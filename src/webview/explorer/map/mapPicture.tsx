import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { colourIndex, colourScaleOf } from '../../shared/colourScale';
import { count } from '../../shared/numbers';
import { Picture, useInk } from '../../shared/export/picture';
import { mainLabel, MARK, MARK_SIGNS, markOf, type Mark } from './labelIndex';
import { LEGEND_HEIGHT, LEGEND_WIDTH, MapLegend, markText } from './mapLegend';
import { rowText } from './mapPainter';
import { mapRowsTitle } from './mapText';
import { shareOf } from './mapValues';
import { isByClass } from './mapView';
import { shownMarks, type ShownMap } from './shownMap';

const COLUMN = 24;
const GUTTER = 44;
const LABELS = 130;
const HEADINGS = 30;
const TITLE = 22;
/** A picture is about so high at most, as far as a row has a pixel. */
const MOST_HEIGHT = 4000;
const TEXT_ROW = 8;

/** The whole map as it is filtered and sorted, with its headings, labels and legend. */
export function MapPicture({ map }: { readonly map: ShownMap }): JSX.Element {
  const { analysis, rows, view } = map;
  const rowHeight = Math.min(Math.max(Math.floor(MOST_HEIGHT / Math.max(rows.length, 1)), 1), 12);
  const hasText = rowHeight >= TEXT_ROW;
  const labels = hasText && map.labels.byNeuron.size > 0 ? LABELS : 0;
  const top = TITLE + LEGEND_HEIGHT + 10 + HEADINGS;
  const cells = analysis.positions.length * COLUMN;
  const width = Math.max(GUTTER + cells + labels + 8, LEGEND_WIDTH + 190);
  const of = view.rows === 'all' || !isByClass(view.figure) ? '' : `, ${mapRowsTitle(view.rows)}`;
  return (
    <Picture width={width} height={top + rows.length * rowHeight + 10}>
      <text x="8" y="14" font-size="12" font-weight="600">
        {`${analysis.name}: ${analysis.model}, ${analysis.hook}`}
        <tspan font-weight="400">{` · ${l10n.t('{0} of {1} neurons', count(rows.length), count(analysis.neurons))}${of}`}</tspan>
      </text>
      <g transform={`translate(0 ${TITLE})`}>
        <MapLegend figure={view.figure} scale={map.scale} colours={usePictureColours()} />
        <g transform={`translate(${LEGEND_WIDTH + 12} 10)`}>
          <MarkLegend map={map} />
        </g>
      </g>
      <g transform={`translate(${GUTTER} ${top})`}>
        <Headings map={map} />
        <Cells map={map} rowHeight={rowHeight} />
        {rowHeight >= 5 && <Marks map={map} rowHeight={rowHeight} />}
        {hasText && <RowTexts map={map} rowHeight={rowHeight} left={cells + 8} hasLabels={labels > 0} />}
      </g>
    </Picture>
  );
}

function usePictureColours() {
  const { background } = useInk();
  return colourScaleOf({ background, highContrast: false });
}

function MarkLegend({ map }: { readonly map: ShownMap }): JSX.Element {
  const { foreground } = useInk();
  return (
    <g>
      {[...shownMarks(map), MARK.none].map((mark, i) => (
        <g key={mark} transform={`translate(0 ${i * 13})`}>
          <MarkShape mark={mark} x={4} y={-3.5} radius={3} ink={foreground} />
          <text x={mark === MARK.none ? 0 : 12}>{markText(mark)}</text>
        </g>
      ))}
    </g>
  );
}

interface MarkShapeProps {
  readonly mark: Mark;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly ink: string;
}

function MarkShape({ mark, x, y, radius, ink }: MarkShapeProps): JSX.Element | null {
  if (mark === MARK.none) return null;
  if (mark === MARK.together) {
    return (
      <path d={`M${x} ${y - radius}l${radius} ${radius}l${-radius} ${radius}l${-radius} ${-radius}z`} fill={ink} />
    );
  }
  return <circle cx={x} cy={y} r={radius} fill={mark === MARK.proved ? ink : 'none'} stroke={ink} />;
}

function Headings({ map: { analysis } }: { readonly map: ShownMap }): JSX.Element {
  const { faint } = useInk();
  return (
    <g text-anchor="middle">
      {analysis.positions.map(({ position, position_name: name }, place) => (
        <g key={position} transform={`translate(${(place + 0.5) * COLUMN} 0)`}>
          <text y="-16">{name}</text>
          <text y="-5" font-size="8" fill={faint}>
            {`P${position}`}
          </text>
        </g>
      ))}
    </g>
  );
}

interface PartProps {
  readonly map: ShownMap;
  readonly rowHeight: number;
}

/** One path for all cells of a colour: a file of 8192 neurons stays within a few megabytes. */
function Cells({ map, rowHeight }: PartProps): JSX.Element {
  const { analysis, rows, values, scale } = map;
  const { colours } = usePictureColours();
  const { grid } = useInk();
  const columns = analysis.positions.length;
  const gap = rowHeight >= TEXT_ROW ? 1 : 0;
  const paths = new Map<number, string[]>();
  for (let row = 0; row < rows.length; row++) {
    for (let place = 0; place < columns; place++) {
      const share = shareOf(values[rows[row]! * columns + place]!, scale);
      if (Number.isNaN(share)) continue;
      const index = colourIndex(share);
      const path = paths.get(index) ?? [];
      paths.set(index, path);
      path.push(`M${place * COLUMN} ${row * rowHeight}h${COLUMN - gap}v${rowHeight - gap}h${gap - COLUMN}z`);
    }
  }
  return (
    <g>
      {[...paths].map(([index, path]) => (
        <path key={index} fill={colours[index]} d={path.join('')} />
      ))}
      <rect
        x="-0.5"
        y="-0.5"
        width={columns * COLUMN}
        height={rows.length * rowHeight}
        fill="none"
        stroke={grid}
        stroke-width="1"
      />
    </g>
  );
}

function Marks({ map, rowHeight }: PartProps): JSX.Element {
  const { analysis, rows, values, scale, labels } = map;
  const { inks } = usePictureColours();
  const { foreground } = useInk();
  const columns = analysis.positions.length;
  const marks: JSX.Element[] = [];
  for (let row = 0; row < rows.length; row++) {
    for (let place = 0; place < columns; place++) {
      const cell = rows[row]! * columns + place;
      const mark = labels.marks[cell]! as Mark;
      if (mark === MARK.none) continue;
      const share = shareOf(values[cell]!, scale);
      const ink = Number.isNaN(share) ? foreground : inks[colourIndex(share)]!;
      marks.push(
        <MarkShape
          key={cell}
          mark={mark}
          x={(place + 0.5) * COLUMN - 0.5}
          y={(row + 0.5) * rowHeight - 0.5}
          radius={Math.min(rowHeight * 0.25, 3)}
          ink={ink}
        />,
      );
    }
  }
  return <g>{marks}</g>;
}

function RowTexts({
  map,
  rowHeight,
  left,
  hasLabels,
}: PartProps & { readonly left: number; readonly hasLabels: boolean }): JSX.Element {
  const { faint } = useInk();
  return (
    <g font-size={Math.min(rowHeight - 1, 10)}>
      {Array.from(map.rows, (neuron, row) => {
        const label = hasLabels ? mainLabel(map.labels, neuron) : undefined;
        return (
          <g key={neuron} transform={`translate(0 ${(row + 1) * rowHeight - 3})`}>
            <text x="-6" text-anchor="end" fill={faint}>
              {neuron}
            </text>
            {label && <text x={left}>{`${MARK_SIGNS[markOf(label)]} ${rowText(map.labels, neuron, label)}`}</text>}
          </g>
        );
      })}
    </g>
  );
}
