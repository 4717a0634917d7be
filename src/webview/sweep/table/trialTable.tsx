import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { Checkbox } from '../../shared/controls';
import { ExportButtons } from '../../shared/export/exportButtons';
import type { Table } from '../../shared/export/table';
import { useValue } from '../../shared/useValue';
import type { ShownProps } from '../partProps';
import type { Shown } from '../shown';
import { ColumnChoice } from './columnChoice';
import { isOptional, tableColumns } from './tableColumns';
import { TrialGrid } from './trialGrid';

/** All trials that the filter lets through, with what is chosen of their columns. */
export function TrialTable({ shown, model, send }: ShownProps): JSX.Element {
  const { hiddenColumns, onlyDiffering } = useValue(model.view);
  const { columns, rows } = shown;
  const wanted = useMemo(
    () => tableColumns(columns, rows, { hiddenColumns, onlyDiffering }),
    [columns, rows, hiddenColumns, onlyDiffering],
  );
  return (
    <section class="trial-table" aria-labelledby="table-title">
      <header>
        <h2 id="table-title">{l10n.t('Trials')}</h2>
        <ColumnChoice
          columns={columns.filter(isOptional)}
          hidden={hiddenColumns}
          onChange={(hidden) => model.change({ hiddenColumns: hidden })}
        />
        <Checkbox checked={onlyDiffering} onChange={(checked) => model.change({ onlyDiffering: checked })}>
          {l10n.t('Only what differs')}
        </Checkbox>
        <span class="filler" />
        <span class="hint">{l10n.t('Space or Ctrl+click chooses rows, Shift a stretch of them')}</span>
        <ExportButtons
          what={l10n.t('Trials')}
          name={`${shown.sweep.name} trials`}
          send={send}
          table={() => fileTable(shown)}
        />
      </header>
      {rows.length === 0 ? (
        <p class="empty">{l10n.t('No trial is as the filter asks. Loosen it, or choose Show All.')}</p>
      ) : (
        <TrialGrid shown={shown} columns={wanted} model={model} send={send} />
      )}
    </section>
  );
}

/** All columns of the rows in their order, for a file. */
function fileTable({ rows, columns, best, chosen }: Shown): Table {
  return {
    header: [...columns.map(({ title }) => title), 'best', 'chosen', 'error', 'directory'],
    rows: rows.map((trial) => [
      ...columns.map(({ valueOf }) => valueOf(trial)),
      Number(best.has(trial.trial)),
      Number(chosen.has(trial.trial)),
      trial.error,
      trial.directory,
    ]),
  };
}
