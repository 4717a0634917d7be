import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Button, Checkbox, Dropdown } from '../../shared/controls';
import { ExportButtons } from '../../shared/export/exportButtons';
import { useInk } from '../../shared/export/picture';
import { count } from '../../shared/numbers';
import { useValue } from '../../shared/useValue';
import { axisOf, type Axis } from '../axis';
import { ColourLegend } from '../colourLegend';
import { colouringBy } from '../colouring';
import type { Column } from '../columns';
import type { ShownProps } from '../partProps';
import type { View } from '../view';
import { scatterChoices, scatterColumns } from './scatterAxes';
import { ScatterChart } from './scatterChart';
import { ScatterPicture } from './scatterPicture';

/** Trials as points over two columns. */
export function ScatterTab({ shown, model, send }: ShownProps): JSX.Element {
  const view = useValue(model.view);
  const { x: xColumn, y: yColumn, colour } = scatterColumns(shown, view);
  const x = useAxis(xColumn, shown.trials, view);
  const y = useAxis(yColumn, shown.trials, view);
  const isColourLog = view.logarithmic[colour.id];
  const ink = useInk();
  const look = `${ink.background} ${ink.foreground}`;
  const colouring = useMemo(
    () => colouringBy(colour, shown.trials, isColourLog, ink),
    [colour, shown.trials, isColourLog, look],
  );
  const options = scatterChoices(shown.columns).map(({ id, title }) => ({ value: id, text: title }));
  const without = shown.rows.filter((trial) => Number.isNaN(x.shareOf(trial) + y.shareOf(trial))).length;
  return (
    <>
      <div class="chart-controls" role="group" aria-label={l10n.t('Scatter plot')}>
        <Dropdown
          label={l10n.t('X axis')}
          value={xColumn.id}
          options={options}
          onChange={(id) => model.change({ x: id })}
        />
        <LogChoice axis={x} name={l10n.t('Log x')} model={model} />
        <Dropdown
          label={l10n.t('Y axis')}
          value={yColumn.id}
          options={options}
          onChange={(id) => model.change({ y: id })}
        />
        <LogChoice axis={y} name={l10n.t('Log y')} model={model} />
        <Dropdown
          label={l10n.t('Colour')}
          value={colour.id}
          options={options}
          onChange={(id) => model.change({ colour: id })}
        />
        <OutlineChoice outline={view.outline} model={model} />
      </div>
      <ScatterChart shown={shown} model={model} x={x} y={y} colouring={colouring} look={look} outline={view.outline} />
      <div class="chart-foot">
        <ColourLegend colouring={colouring} />
        <span class="hint">
          {without > 0
            ? leftOutText(without, x.isLogarithmic || y.isLogarithmic)
            : l10n.t('Draw around points to choose them, click one to look at it.')}
        </span>
        <ExportButtons
          what={l10n.t('Scatter plot')}
          name={`${shown.sweep.name} ${y.column.title} ${x.column.title}`}
          send={send}
          picture={() => <ScatterPicture shown={shown} x={x} y={y} colour={colour} isColourLog={isColourLog} />}
        />
      </div>
    </>
  );
}

function leftOutText(without: number, isLogarithmic: boolean): string {
  return isLogarithmic
    ? l10n.t(
        '{0} trials are left out: they have no value, or one that a logarithmic axis has no place for.',
        count(without),
      )
    : l10n.t('{0} trials are left out: they have no value.', count(without));
}

function useAxis(column: Column, trials: ShownProps['shown']['trials'], { logarithmic }: View): Axis {
  const asked = logarithmic[column.id];
  return useMemo(() => axisOf(column, trials, asked), [column, trials, asked]);
}

interface LogChoiceProps extends Pick<ShownProps, 'model'> {
  readonly axis: Axis;
  readonly name: string;
}

function LogChoice({ axis: { column, isLogarithmic }, name, model }: LogChoiceProps): JSX.Element | null {
  if (!column.isNumeric || column.kind === 'number') return null;
  return (
    <Checkbox checked={isLogarithmic} onChange={(checked) => model.setLogarithmic(column.id, checked)}>
      {name}
    </Checkbox>
  );
}

function OutlineChoice({ outline, model }: Pick<View, 'outline'> & Pick<ShownProps, 'model'>): JSX.Element {
  return (
    <span class="outline-choice">
      <Button
        kind="quiet"
        pressed={outline === 'rectangle'}
        label={l10n.t('Rectangle: choose by drawing one')}
        onClick={() => model.change({ outline: 'rectangle' })}
      >
        {l10n.t('Rectangle')}
      </Button>
      <Button
        kind="quiet"
        pressed={outline === 'lasso'}
        label={l10n.t('Lasso: choose by drawing around points')}
        onClick={() => model.change({ outline: 'lasso' })}
      >
        {l10n.t('Lasso')}
      </Button>
    </span>
  );
}
