import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { Column } from '../columns';
import type { Sorting } from '../view';

interface TrialHeadProps {
  readonly columns: readonly Column[];
  readonly sort: Sorting;
  readonly onSort: (sort: Sorting) => void;
}

/** The columns' names, each of which sorts by its column. */
export function TrialHead({ columns, sort, onSort }: TrialHeadProps): JSX.Element {
  return (
    <thead>
      <tr aria-rowindex={1}>
        <th scope="col" class="check-cell">
          <span class="visually-hidden">{l10n.t('Chosen')}</span>
        </th>
        {columns.map(({ id, title, isNumeric }) => {
          const isSorted = id === sort.column;
          const order = sort.descending ? 'descending' : 'ascending';
          return (
            <th key={id} scope="col" class={isNumeric ? 'number' : ''} aria-sort={isSorted ? order : 'none'}>
              <button
                type="button"
                title={l10n.t('Sort by {0}', title)}
                onClick={() => onSort({ column: id, descending: isSorted && !sort.descending })}
              >
                <span>{title}</span>
                {isSorted && <span aria-hidden="true">{sort.descending ? '▾' : '▴'}</span>}
              </button>
            </th>
          );
        })}
        <td />
      </tr>
    </thead>
  );
}
