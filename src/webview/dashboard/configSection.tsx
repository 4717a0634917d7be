import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { RunView } from '../../protocol/dashboard';
import { useValue } from '../shared/useValue';
import { configRows, differs, type ConfigRow } from './configRows';
import type { DashboardModel } from './dashboardModel';
import { RunHeadings } from './runHeadings';

/** What the runs train: all of it for one, first what differs for several. */
export function ConfigSection({ model }: { readonly model: DashboardModel }): JSX.Element | null {
  const runs = useValue(model.runs) ?? [];
  const known = runs.filter(({ record }) => record !== null);
  const unknown = runs.filter(({ record }) => record === null);
  if (runs.length === 0) return null;
  const rows = configRows(known.map(({ record }) => record!));
  const same = rows.filter((row) => !differs(row));
  const differing = rows.filter(differs);
  const table = (some: readonly ConfigRow[]) => <ConfigTable model={model} runs={known} rows={some} />;
  return (
    <section aria-labelledby="config-title">
      <h2 id="config-title">{known.length > 1 ? l10n.t('What Differs') : l10n.t('Config')}</h2>
      {unknown.length > 0 && (
        <p class="note">{l10n.t('Not known before the run starts: {0}', unknown.map(({ name }) => name).join(', '))}</p>
      )}
      {known.length === 1 && table(rows)}
      {known.length > 1 &&
        (differing.length > 0 ? table(differing) : <p>{l10n.t('Nothing: the configs are equal.')}</p>)}
      {known.length > 1 && (
        <details>
          <summary>{l10n.t('What is the same ({0})', same.length)}</summary>
          <ConfigTable model={model} runs={known.slice(0, 1)} rows={same} />
        </details>
      )}
    </section>
  );
}

interface ConfigTableProps {
  readonly model: DashboardModel;
  /** One where its values are all runs'. */
  readonly runs: readonly RunView[];
  readonly rows: readonly ConfigRow[];
}

function ConfigTable({ model, runs, rows }: ConfigTableProps): JSX.Element {
  return (
    <div class="table-box" tabIndex={0} role="region" aria-label={l10n.t('Config')}>
      <table class="config">
        {runs.length > 1 && <RunHeadings first={l10n.t('Key')} runs={runs} model={model} />}
        <tbody>
          {rows.map(({ key, isConfigKey, values }) => (
            <tr key={key}>
              <th scope="row">{isConfigKey ? <code>{key}</code> : key}</th>
              {runs.map(({ directory }, i) => (
                <td key={directory}>{values[i] ?? '–'}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
