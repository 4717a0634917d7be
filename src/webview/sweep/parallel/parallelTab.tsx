import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Button } from '../../shared/controls';
import { ExportButtons } from '../../shared/export/exportButtons';
import { useInk } from '../../shared/export/picture';
import { useValue } from '../../shared/useValue';
import { ColourLegend } from '../colourLegend';
import { colouringBy } from '../colouring';
import type { ShownProps } from '../partProps';
import { ParallelChart } from './parallelChart';
import { ParallelPicture } from './parallelPicture';

/** Trials as lines through an axis for each searched key and each objective, coloured by the first objective. */
export function ParallelTab({ shown, model, send }: ShownProps): JSX.Element {
  const { brushes, logarithmic } = useValue(model.view);
  const ink = useInk();
  const look = `${ink.background} ${ink.foreground}`;
  const { columns, trials } = shown;
  const colour = columns.find(({ kind }) => kind === 'objective') ?? columns[0]!;
  const isColourLog = logarithmic[colour.id];
  const colouring = useMemo(() => colouringBy(colour, trials, isColourLog, ink), [colour, trials, isColourLog, look]);
  return (
    <>
      <ParallelChart shown={shown} model={model} colouring={colouring} look={look} />
      <div class="chart-foot">
        <ColourLegend colouring={colouring} />
        {Object.keys(brushes).length > 0 ? (
          <Button onClick={() => model.pick([])}>{l10n.t('Clear Brushes')}</Button>
        ) : (
          <span class="hint">{l10n.t('Drag along axes to choose the trials within; several brushes combine.')}</span>
        )}
        <ExportButtons
          what={l10n.t('Parallel Coordinates')}
          name={`${shown.sweep.name} parallel coordinates`}
          send={send}
          picture={() => <ParallelPicture shown={shown} colour={colour} isColourLog={isColourLog} />}
        />
      </div>
    </>
  );
}
