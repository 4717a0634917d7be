import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { MOST_FOLLOWED } from '../../../protocol/sweep';
import { chartImage } from '../../shared/chart/chartImage';
import { Button, Checkbox, Dropdown } from '../../shared/controls';
import { savePng, saveTable } from '../../shared/export/save';
import { METRICS } from '../../shared/metrics';
import { count, exact } from '../../shared/numbers';
import { Observable } from '../../shared/observable';
import type { Range } from '../../shared/range';
import { readTheme } from '../../shared/readTheme';
import { useThrottledValue, useValue } from '../../shared/useValue';
import type { ShownProps } from '../partProps';
import { CurveChart } from './curveChart';
import { curveContent, curvesOf, markOfTrial, type Curve, type CurveLook } from './curveContent';
import { CurveList } from './curveList';
import { followedOf, useFollowing, type Followed } from './followed';

/** Lines come by themselves: so often they are drawn. */
const DRAWING_MILLISECONDS = 250;
const IMAGE = { width: 800, height: 400 };

/** The curves of the trials that are chosen, and of the one that is looked at. */
export function CurvesTab({ shown, model, send }: ShownProps): JSX.Element {
  const view = useValue(model.view);
  useThrottledValue(model.series.version, DRAWING_MILLISECONDS);
  const hovered = useValue(model.hovered);
  const zoomed = useMemo(() => new Observable<Range | undefined>(undefined), []);
  const zoom = useValue(zoomed);
  const followed = followedOf(shown);
  useFollowing(followed.trials, { model, send });
  const curves = curvesOf(followed.trials, model.series, view);
  const metric = METRICS.find(({ column }) => column === view.metric)!;
  const look: CurveLook = {
    ...view,
    zoom,
    emphasised: hovered,
    axisTitle: view.lines === 'epoch' ? l10n.t('Epochs') : l10n.t('Steps'),
  };
  return (
    <>
      <div class="chart-controls" role="group" aria-label={l10n.t('Learning Curves')}>
        <Dropdown
          label={l10n.t('Metric')}
          value={view.metric}
          options={METRICS.map((each) => ({ value: each.column, text: each.title() }))}
          onChange={(chosen) => model.change({ metric: chosen })}
        />
        <Dropdown
          label={l10n.t('Curves')}
          value={view.lines}
          options={[
            { value: 'interval', text: l10n.t('Intervals') },
            { value: 'epoch', text: l10n.t('Epochs') },
          ]}
          onChange={(lines) => {
            zoomed.value = undefined;
            model.change({ lines });
          }}
        />
        <Checkbox checked={view.logMetric} onChange={(checked) => model.change({ logMetric: checked })}>
          {l10n.t('Log y axis')}
        </Checkbox>
        {zoom && <Button onClick={() => (zoomed.value = undefined)}>{l10n.t('Reset Zoom')}</Button>}
        <span class="filler" />
        <CurveFiles name={`${shown.sweep.name} ${metric.title()}`} curves={curves} look={look} send={send} />
      </div>
      <div class="curves">
        <CurveChart
          curves={curves}
          look={look}
          label={l10n.t('{0} of {1} trials', metric.title(), curves.length)}
          zoom={zoomed}
        />
        <CurveList trials={followed.trials} curves={curves} model={model} />
      </div>
      <p class="chart-foot hint" role="status">
        {noteOf(followed, curves)}
      </p>
    </>
  );
}

function noteOf({ trials, wanted }: Followed, curves: readonly Curve[]): string {
  if (wanted === 0) return l10n.t('Choose trials in the table or in a chart to see their curves.');
  if (wanted > MOST_FOLLOWED) {
    return l10n.t('Shown are the first {0} of {1} trials, in the order of the table.', MOST_FOLLOWED, count(wanted));
  }
  if (curves.length < trials.length) {
    return l10n.t('{0} of {1} trials have no lines yet.', trials.length - curves.length, trials.length);
  }
  return wanted === 1 ? l10n.t('Choose more trials in the table or in a chart to compare their curves.') : '';
}

interface CurveFilesProps extends Pick<ShownProps, 'send'> {
  readonly name: string;
  readonly curves: readonly Curve[];
  readonly look: CurveLook;
}

function CurveFiles({ name, curves, look, send }: CurveFilesProps): JSX.Element {
  const what = l10n.t('Learning Curves');
  const saveCsv = () => {
    const rows = curves.flatMap(({ trial, x, y }) => Array.from(x, (place, row) => [trial, place, y[row]!]));
    saveTable(send, name, [l10n.t('Trial'), look.axisTitle, name], rows);
  };
  const saveImage = () => {
    const content = curveContent(curves, { ...look, emphasised: undefined }, IMAGE.width);
    const legend = curves.map(({ trial, y }) => ({
      text: exact(y.at(-1)),
      mark: markOfTrial(trial),
      tagged: true,
    }));
    void savePng(send, name, chartImage(content, { ...IMAGE, title: name, legend }, readTheme()));
  };
  return (
    <span class="export-buttons">
      <Button kind="quiet" label={l10n.t('Save as CSV: {0}', what)} onClick={saveCsv}>
        CSV
      </Button>
      <Button kind="quiet" label={l10n.t('Save as PNG: {0}', what)} onClick={saveImage}>
        PNG
      </Button>
    </span>
  );
}
