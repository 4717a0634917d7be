import type { JSX } from 'preact';
import { Picture, useInk } from '../../shared/export/picture';
import type { Axis } from '../axis';
import { LegendContent } from '../colourLegend';
import { colouringBy } from '../colouring';
import type { Column } from '../columns';
import type { Shown } from '../shown';
import { ScatterFrame } from './scatterFrame';
import { frontLine, placed, plotOf } from './scatterPlot';

const SIZE = { width: 640, height: 460 };
const LEGEND = 40;

interface ScatterPictureProps {
  readonly shown: Shown;
  readonly x: Axis;
  readonly y: Axis;
  readonly colour: Column;
  readonly isColourLog: boolean | undefined;
}

/** The scatter plot with its legend, for files. */
export function ScatterPicture({ shown, x, y, colour, isColourLog }: ScatterPictureProps): JSX.Element {
  const ink = useInk();
  const plot = plotOf(SIZE);
  const { trials, points } = placed(shown.rows, x, y, plot);
  const colouring = colouringBy(colour, shown.trials, isColourLog, ink);
  const front = frontLine({ trials, points }, x, y);
  return (
    <Picture width={SIZE.width} height={SIZE.height + LEGEND} label={`${y.column.title} / ${x.column.title}`}>
      <ScatterFrame x={x} y={y} plot={plot} />
      {trials.map((trial, i) => (
        <circle
          key={trial.trial}
          cx={points[i]![0].toFixed(2)}
          cy={points[i]![1].toFixed(2)}
          r="3"
          fill={colouring.colourOf(trial)}
          stroke={shown.best.has(trial.trial) ? ink.foreground : 'none'}
        />
      ))}
      {front.length > 1 && (
        <path
          d={`M${front.map(([px, py]) => `${px.toFixed(2)} ${py.toFixed(2)}`).join('L')}`}
          fill="none"
          stroke={ink.strong}
          stroke-width="1.5"
        />
      )}
      <g transform={`translate(${plot.left} ${SIZE.height + 4})`}>
        <LegendContent colouring={colouring} />
      </g>
    </Picture>
  );
}
