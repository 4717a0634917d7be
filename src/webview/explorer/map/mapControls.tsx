import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import type { AnalysisView } from '../../../protocol/explorer';
import { Button, Checkbox, Dropdown, TextBox } from '../../shared/controls';
import type { ExplorerModel } from '../explorerModel';
import {
  activityTitle,
  figureMeaning,
  figureTitle,
  labelRowsTitle,
  mapRowsTitle,
  rowSizeTitle,
  sortTitle,
  statusTitle,
} from './mapText';
import {
  isByClass,
  ACTIVITIES,
  FIGURES,
  LABEL_ROWS,
  MAP_ROWS,
  NO_FILTER,
  ROW_SIZES,
  SORTS,
  STATUSES,
  type MapFilter,
  type MapView,
} from './mapView';

interface MapControlsProps {
  readonly model: ExplorerModel;
  readonly analysis: AnalysisView;
  readonly view: MapView;
}

/** What the map shows, of which neurons, in which order. */
export function MapControls({ model, analysis, view }: MapControlsProps): JSX.Element {
  const hasLabels = analysis.labels !== null;
  const change = (part: Partial<MapView>) => model.change({ map: { ...view, ...part } });
  const figures = FIGURES.filter((figure) => hasLabels || figure !== 'best_score');
  const sorts = SORTS.filter((sort) => hasLabels || (sort !== 'best_score' && sort !== 'label'));
  return (
    <div class="control-row map-controls">
      <div class="controls" role="group" aria-label={l10n.t('What the map shows')}>
        <span title={figureMeaning(view.figure)}>
          <Dropdown
            label={l10n.t('Show')}
            value={view.figure}
            options={figures.map((value) => ({ value, text: figureTitle(value) }))}
            onChange={(figure) => change({ figure })}
          />
        </span>
        {isByClass(view.figure) && (
          <>
            <Dropdown
              label={l10n.t('Questions')}
              value={view.rows}
              options={MAP_ROWS.map((value) => ({ value, text: mapRowsTitle(value) }))}
              onChange={(rows) => change({ rows })}
            />
            <Checkbox checked={view.logarithmic} onChange={(logarithmic) => change({ logarithmic })}>
              {l10n.t('Log scale')}
            </Checkbox>
          </>
        )}
        <Dropdown
          label={l10n.t('Sort by')}
          value={view.sort}
          options={sorts.map((value) => ({ value, text: sortTitle(value) }))}
          onChange={(sort) => change({ sort })}
        />
        <Button
          kind="quiet"
          label={l10n.t('Reverse the order')}
          pressed={view.reversed}
          onClick={() => change({ reversed: !view.reversed })}
        >
          {view.reversed ? '↑' : '↓'}
        </Button>
        <Dropdown
          label={l10n.t('Rows')}
          value={view.rowSize}
          options={ROW_SIZES.map((value) => ({ value, text: rowSizeTitle(value) }))}
          onChange={(rowSize) => change({ rowSize })}
        />
      </div>
      <Filters
        analysis={analysis}
        filter={view.filter}
        hasLabels={hasLabels}
        onChange={(part) => change({ filter: { ...view.filter, ...part } })}
      />
    </div>
  );
}

interface FiltersProps {
  readonly analysis: AnalysisView;
  readonly filter: MapFilter;
  readonly hasLabels: boolean;
  readonly onChange: (part: Partial<MapFilter>) => void;
}

function Filters({ analysis, filter, hasLabels, onChange }: FiltersProps): JSX.Element {
  const positions = [
    { value: 'any', text: l10n.t('Any') },
    ...analysis.positions.map(({ position, position_name: name }) => ({
      value: String(position),
      text: `${name} (P${position})`,
    })),
  ];
  const isFiltered = JSON.stringify(filter) !== JSON.stringify(NO_FILTER);
  return (
    <div class="controls" role="group" aria-label={l10n.t('Which neurons are shown')}>
      <TextBox
        label={l10n.t('Find')}
        value={filter.text}
        placeholder={hasLabels ? l10n.t('12 or A2.SC') : l10n.t('12 or 20-29')}
        help={l10n.t('Numbers of neurons such as 3, 10-20, or a label such as SC, A2.SC or SC δ-1 (or d-1).')}
        onInput={(text) => onChange({ text })}
      />
      {hasLabels && (
        <>
          <Dropdown
            label={l10n.t('Label')}
            value={filter.status}
            options={STATUSES.map((value) => ({ value, text: statusTitle(value) }))}
            onChange={(status) => onChange({ status })}
          />
          <Dropdown
            label={l10n.t('Class')}
            value={filter.labelRows}
            options={LABEL_ROWS.map((value) => ({ value, text: labelRowsTitle(value) }))}
            onChange={(labelRows) => onChange({ labelRows })}
          />
        </>
      )}
      <Dropdown
        label={l10n.t('Position')}
        value={filter.position === null ? 'any' : String(filter.position)}
        options={positions}
        onChange={(value) => onChange({ position: value === 'any' ? null : Number(value) })}
      />
      <Dropdown
        label={l10n.t('Activity')}
        value={filter.activity}
        options={ACTIVITIES.map((value) => ({ value, text: activityTitle(value) }))}
        onChange={(activity) => onChange({ activity })}
      />
      {isFiltered && <Button onClick={() => onChange(NO_FILTER)}>{l10n.t('Show All')}</Button>}
    </div>
  );
}
