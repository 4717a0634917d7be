import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { count, exact } from '../numbers';
import type { Table } from './table';

/** More are in the file alone: elements take their time. */
const MOST_ROWS = 500;

interface DataTableProps {
  readonly label: string;
  readonly table: Table;
}

/** A table of figures, its first column the headings of its rows. */
export function DataTable({ label, table: { header, rows } }: DataTableProps): JSX.Element {
  return (
    <div class="table-box data-table" tabIndex={0} role="region" aria-label={label}>
      <table class="figures">
        {rows.length > MOST_ROWS && (
          <caption>
            {l10n.t('The first {0} of {1} rows; the file has all.', count(MOST_ROWS), count(rows.length))}
          </caption>
        )}
        <thead>
          <HeaderRow names={header} />
        </thead>
        <tbody>
          {rows.slice(0, MOST_ROWS).map((row, i) => (
            <tr key={i}>
              {row.map((cell, column) => {
                const text = typeof cell === 'number' ? exact(cell) : (cell ?? '–');
                return column === 0 ? (
                  <th key={column} scope="row">
                    {text}
                  </th>
                ) : (
                  <td key={column}>{text}</td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The names of a table's columns. */
export function HeaderRow({ names }: { readonly names: readonly string[] }): JSX.Element {
  return (
    <tr>
      {names.map((name) => (
        <th key={name} scope="col">
          {name}
        </th>
      ))}
    </tr>
  );
}
