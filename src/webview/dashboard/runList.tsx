import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { FromDashboard } from '../../protocol/dashboard';
import { Button } from '../shared/controls';
import { markOf } from '../shared/palette';
import { useValue } from '../shared/useValue';
import type { DashboardModel } from './dashboardModel';
import { RunRow } from './runRow';

interface RunListProps {
  readonly model: DashboardModel;
  readonly send: (message: FromDashboard) => void;
}

/** The runs, and what can be done with them. */
export function RunList({ model, send }: RunListProps): JSX.Element {
  const runs = useValue(model.runs) ?? [];
  const { slots, hidden } = useValue(model.view);
  return (
    <section class="runs" aria-labelledby="runs-title">
      <header class="title-bar">
        <h1 id="runs-title">{runs.length === 1 ? l10n.t('Run') : l10n.t('{0} Runs', runs.length)}</h1>
        <Button onClick={() => send({ type: 'addRuns' })}>{l10n.t('Add Runs…')}</Button>
      </header>
      {runs.length > 0 && (
        <ul class="run-list">
          {runs.map((run) => (
            <RunRow
              key={run.directory}
              run={run}
              mark={markOf(slots[run.directory]!)}
              alone={runs.length === 1}
              hidden={hidden.includes(run.directory)}
              send={send}
              setHidden={(hide) => model.setHidden(run.directory, hide)}
              emphasise={(emphasised) => (model.emphasised.value = emphasised ? run.directory : undefined)}
            />
          ))}
        </ul>
      )}
    </section>
  );
}
