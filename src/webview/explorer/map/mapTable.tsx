import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../../shared/controls';
import { count, exact } from '../../shared/numbers';
import type { Table } from '../../shared/export/table';
import type { ExplorerModel } from '../explorerModel';
import { labelName, rowsWords } from '../neuron/labelWords';
import { figureTitle } from './mapText';
import { labelsAt, labelStatus, type ShownMap } from './shownMap';

const PAGE = 100;

/** The map as a table of 100 neurons at a time. */
export function MapTable({ model, map }: { readonly model: ExplorerModel; readonly map: ShownMap }): JSX.Element {
  const [page, setPage] = useState(0);
  const { analysis, rows, view } = map;
  const pages = Math.max(Math.ceil(rows.length / PAGE), 1);
  const shown = Math.min(page, pages - 1);
  const title = figureTitle(view.figure);
  const columns = analysis.positions.length;
  return (
    <>
      {pages > 1 && (
        <div class="pages">
          <Button onClick={() => setPage(Math.max(shown - 1, 0))}>{l10n.t('Earlier')}</Button>
          <span role="status">
            {l10n.t(
              'Rows {0} to {1} of {2}',
              count(shown * PAGE + 1),
              count(Math.min((shown + 1) * PAGE, rows.length)),
              count(rows.length),
            )}
          </span>
          <Button onClick={() => setPage(Math.min(shown + 1, pages - 1))}>{l10n.t('Later')}</Button>
        </div>
      )}
      <div class="table-box map-table" tabIndex={0} role="region" aria-label={l10n.t('{0}, table', title)}>
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{l10n.t('Neuron')}</th>
              {analysis.positions.map(({ position, position_name: name }) => (
                <th key={position} scope="col" title={`P${position}`}>
                  {name}
                </th>
              ))}
              <th scope="col" class="text">
                {l10n.t('Labels')}
              </th>
            </tr>
          </thead>
          <tbody>
            {Array.from(rows.subarray(shown * PAGE, (shown + 1) * PAGE), (neuron) => (
              <tr key={neuron}>
                <th scope="row">
                  <Button
                    kind="quiet"
                    label={l10n.t('Show neuron {0}', neuron)}
                    onClick={() => model.select(neuron, null)}
                  >
                    {neuron}
                  </Button>
                </th>
                {Array.from(map.values.subarray(neuron * columns, (neuron + 1) * columns), (value, place) => (
                  <td key={place}>{exact(Number(value.toPrecision(4)))}</td>
                ))}
                <td class="text">{labelTexts(map, neuron).join(', ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

/** All rows of the map as they are filtered and sorted, for a file. */
export function mapTable(map: ShownMap): Table {
  const { analysis, rows, values, view } = map;
  const columns = analysis.positions.length;
  const title = figureTitle(view.figure);
  return {
    header: [
      l10n.t('Neuron'),
      l10n.t('Labels'),
      ...analysis.positions.map(({ position, position_name: name }) => `${title} ${name} P${position}`),
    ],
    rows: Array.from(rows, (neuron) => [
      neuron,
      labelTexts(map, neuron).join('; '),
      ...values.subarray(neuron * columns, (neuron + 1) * columns),
    ]),
  };
}

function labelTexts(map: ShownMap, neuron: number): string[] {
  return labelsAt(map, neuron, null).map((label) => {
    const at = label.position_name === null ? '' : ` @ ${label.position_name}`;
    return `${labelName(label)}${at} ${rowsWords(label.rows)} (${labelStatus(label)})`;
  });
}
