import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { labelName, statusWord } from '../neuron/labelWords';
import { cellText, labelsAt, placeName, type ShownMap } from './shownMap';

interface ActiveCellProps {
  readonly id: string;
  readonly map: ShownMap;
  readonly row: number;
  readonly place: number | null;
}

/** The cell that the keyboard is on, for screen readers: a canvas has none. */
export function ActiveCell({ id, map, row, place }: ActiveCellProps): JSX.Element {
  const neuron = map.rows[row]!;
  const labels = labelsAt(map, neuron, null).map((label) => `${labelName(label)} ${statusWord(label.status)}`);
  const own = cellId(id, neuron, place);
  return (
    <div role="row" class="visually-hidden" aria-rowindex={row + 1}>
      <span role="rowheader" aria-colindex={1} {...(place === null && { id: own })}>
        {[l10n.t('Neuron {0}', neuron), ...labels].join(', ')}
      </span>
      {place !== null && (
        <span role="gridcell" aria-colindex={place + 2} id={own}>
          {l10n.t('Neuron {0} at {1}: {2}', neuron, placeName(map, place), cellText(map, neuron, place))}
        </span>
      )}
    </div>
  );
}

/** Another id for every cell: screen readers say the cell when the id changes. */
export function cellId(id: string, neuron: number, place: number | null): string {
  return `${id}-${neuron}-${place ?? 'all'}`;
}
