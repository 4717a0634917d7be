import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { Picture, useInk } from '../../shared/export/picture';
import type { Point } from '../../shared/points';
import { LegendContent } from '../colourLegend';
import { colouringBy } from '../colouring';
import type { Column } from '../columns';
import type { Shown } from '../shown';
import { ParallelFrame } from './parallelFrame';
import { linePoints, parallelPlot, traceLine } from './parallelPlot';

const SIZE = { width: 900, height: 380 };
const LEGEND = 40;

interface ParallelPictureProps {
  readonly shown: Shown;
  readonly colour: Column;
  readonly isColourLog: boolean | undefined;
}

/** The lines that are chosen, or all, with axes and legend, for files. */
export function ParallelPicture({ shown, colour, isColourLog }: ParallelPictureProps): JSX.Element {
  const ink = useInk();
  const { axes, rows, chosen, trials } = shown;
  const plot = parallelPlot(SIZE, axes.length);
  const colouring = colouringBy(colour, trials, isColourLog, ink);
  const drawn = chosen.size === 0 ? rows : rows.filter(({ trial }) => chosen.has(trial));
  return (
    <Picture width={plot.width} height={SIZE.height + LEGEND} label={l10n.t('Parallel Coordinates')}>
      {drawn.map((trial) => (
        <path
          key={trial.trial}
          d={pathText(linePoints(trial, axes, plot))}
          fill="none"
          stroke={colouring.colourOf(trial)}
          opacity="0.8"
        />
      ))}
      <ParallelFrame axes={axes} plot={plot} />
      <g transform={`translate(${plot.xs[0]!} ${SIZE.height + 4})`}>
        <LegendContent colouring={colouring} />
      </g>
    </Picture>
  );
}

function pathText(points: readonly Point[]): string {
  const parts: string[] = [];
  const add = (letter: string) => (x: number, y: number) => void parts.push(`${letter}${x.toFixed(2)} ${y.toFixed(2)}`);
  traceLine({ moveTo: add('M'), lineTo: add('L') }, points);
  return parts.join('');
}
