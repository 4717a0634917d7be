import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { figure } from '../../core/run/figures';
import type { RunView } from '../../protocol/dashboard';
import { count, percent } from '../shared/numbers';
import { useValue } from '../shared/useValue';
import type { DashboardModel, Outline, RunSeries } from './dashboardModel';
import type { Metric, MetricColumn } from '../shared/metrics';
import { RunName } from './runName';

/** Each run's figures of its last epoch, and its result. */
export function EpochFigures({ model }: { readonly model: DashboardModel }): JSX.Element | null {
  useValue(model.epochsVersion);
  const runs = useValue(model.runs) ?? [];
  const outline = useValue(model.outline);
  if (!outline.has.epoch) return null;
  return (
    <section aria-labelledby="figures-title">
      <h2 id="figures-title">{l10n.t('Last Epoch')}</h2>
      <div class="table-box" tabIndex={0} role="region" aria-labelledby="figures-title">
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{l10n.t('Run')}</th>
              <th scope="col">{l10n.t('Epoch')}</th>
              {outline.shown.map((metric) => (
                <th key={metric.column} scope="col" title={metric.meaning()}>
                  {metric.title()}
                </th>
              ))}
              <th scope="col" title={l10n.t('Of the weights that the run keeps.')}>
                {l10n.t('Result')}
              </th>
            </tr>
          </thead>
          <tbody>
            {runs.map((run) => (
              <tr key={run.directory}>
                <th scope="row">
                  <RunName run={run} model={model} />
                </th>
                <Figures run={run} series={model.seriesOf(run.directory)} shown={outline.shown} />
                <td>{resultText(run)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface FiguresProps {
  readonly run: RunView;
  readonly series: RunSeries;
  readonly shown: Outline['shown'];
}

function Figures({ run, series: { epoch }, shown }: FiguresProps): JSX.Element {
  const last = epoch.column('epoch').at(-1);
  if (last === undefined) return <td colSpan={shown.length + 1}>{l10n.t('no epoch has ended yet')}</td>;
  return (
    <>
      <td>{count(last)}</td>
      {shown.map((metric: Metric) => (
        <td key={metric.column}>{figureText(metric.column, epoch.column(metric.column).at(-1) ?? NaN, run)}</td>
      ))}
    </>
  );
}

function figureText(column: MetricColumn, value: number, { record }: RunView): string {
  if (Number.isNaN(value)) return '–';
  if (column === 'density') return percent(value);
  if (column !== 'neurons_used') return figure(value);
  return record ? l10n.t('{0} of {1}', count(value), count(record.config.resolved.encoding_dim)) : count(value);
}

function resultText({ result }: RunView): string {
  if (!result) return '';
  const score = result.score === null ? l10n.t('no score') : l10n.t('score {0}', figure(result.score));
  return result.best_epoch === null ? score : l10n.t('{0}, epoch {1}', score, count(result.best_epoch));
}
