import * as l10n from '@vscode/l10n';
import type { ComponentChildren, JSX } from 'preact';
import type { RunView } from '../../protocol/dashboard';
import { Button } from '../shared/controls';
import type { FrameQueue } from '../shared/frameQueue';
import { useValue } from '../shared/useValue';
import { ChartControls } from './chartControls';
import { ChartPanel } from './chartPanel';
import type { DashboardModel } from './dashboardModel';
import { Readout } from './readout';
import type { LineKind } from './view';

interface ChartsProps {
  readonly model: DashboardModel;
  readonly queue: FrameQueue;
}

/** A chart per metric, or why there is none. */
export function Charts({ model, queue }: ChartsProps): JSX.Element {
  useValue(model.runs);
  const { has, shown, leftOut } = useValue(model.outline);
  const { lineKind } = useValue(model.view);
  const runs = model.visibleRuns;
  if (!has.interval && !has.epoch) return <Waiting runs={model.runs.value ?? []} />;
  return (
    <section class="charts" aria-label={l10n.t('Charts')}>
      <ChartControls model={model} />
      {runs.length === 0 && <p class="empty">{l10n.t('All runs are hidden: tick one above to see its curves.')}</p>}
      {runs.length > 0 && !has[lineKind] && <NoLines lineKind={lineKind} model={model} />}
      {runs.length > 0 && has[lineKind] && (
        <>
          <div class="chart-grid">
            {shown.map((metric) => (
              <ChartPanel key={metric.column} model={model} metric={metric} queue={queue} />
            ))}
          </div>
          {leftOut.length > 0 && (
            <p class="left-out">
              {l10n.t(
                'No chart, since zero or undefined throughout: {0}',
                leftOut.map((metric) => metric.title()).join(', '),
              )}
            </p>
          )}
          <Readout model={model} />
        </>
      )}
    </section>
  );
}

function NoLines({ lineKind, model }: { readonly lineKind: LineKind; readonly model: DashboardModel }): JSX.Element {
  const other = lineKind === 'epoch' ? 'interval' : 'epoch';
  return (
    <p class="empty">
      {lineKind === 'epoch' ? l10n.t('No epoch has ended yet.') : l10n.t('No figures of intervals were recorded.')}{' '}
      <Button onClick={() => model.change({ lineKind: other })}>
        {other === 'epoch' ? l10n.t('Show Epochs') : l10n.t('Show Intervals')}
      </Button>
    </p>
  );
}

/** No run has figures yet. */
function Waiting({ runs }: { readonly runs: readonly RunView[] }): JSX.Element {
  return <p class="empty">{waitingText(runs)}</p>;
}

function waitingText(runs: readonly RunView[]): ComponentChildren {
  const some = (...states: readonly RunView['state'][]) => runs.some(({ state }) => states.includes(state));
  if (runs.length === 0) return l10n.t('No run is shown. Add runs to see and compare them here.');
  if (some('running', 'stopping')) {
    return l10n.t(
      'Training is starting: the model is read and its graph is built. The first figures follow in seconds.',
    );
  }
  if (some('queued')) {
    return l10n.t('Waiting for the runs before it: one run trains at a time on each device. Its charts appear here.');
  }
  return l10n.t('There are no figures: training ended before the first ones were recorded.');
}
