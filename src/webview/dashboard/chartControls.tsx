import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { Button, Checkbox, Dropdown, Slider } from '../shared/controls';
import { useValue } from '../shared/useValue';
import { axisTitle, lineKindTitle } from './axes';
import type { DashboardModel } from './dashboardModel';
import { MOST_SMOOTHING, X_AXES, type LineKind } from './view';

const LINE_KINDS: readonly LineKind[] = ['interval', 'epoch'];

/** What holds for all charts. */
export function ChartControls({ model }: { readonly model: DashboardModel }): JSX.Element {
  const { xAxis, lineKind, logarithmic, smoothing } = useValue(model.view);
  const zoom = useValue(model.zoom);
  return (
    <div class="chart-controls" role="group" aria-label={l10n.t('All charts')}>
      <Dropdown
        label={l10n.t('X axis')}
        value={xAxis}
        options={X_AXES.map((value) => ({ value, text: axisTitle(value) }))}
        onChange={(chosen) => model.change({ xAxis: chosen })}
      />
      <Dropdown
        label={l10n.t('Curves')}
        value={lineKind}
        options={LINE_KINDS.map((value) => ({ value, text: lineKindTitle(value) }))}
        onChange={(chosen) => model.change({ lineKind: chosen })}
      />
      <Slider
        label={l10n.t('Smoothing')}
        value={smoothing}
        max={MOST_SMOOTHING}
        step={0.01}
        onChange={(chosen) => model.change({ smoothing: chosen })}
      />
      <Checkbox checked={logarithmic} onChange={(checked) => model.change({ logarithmic: checked })}>
        {l10n.t('Log y axis')}
      </Checkbox>
      {zoom ? (
        <Button onClick={() => (model.zoom.value = undefined)}>{l10n.t('Reset Zoom')}</Button>
      ) : (
        <span class="hint">{l10n.t('Drag over a chart, or Ctrl+wheel, to zoom')}</span>
      )}
    </div>
  );
}
