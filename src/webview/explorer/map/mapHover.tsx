import * as l10n from '@vscode/l10n';
import type { JSX, RefObject } from 'preact';
import { percent } from '../../shared/numbers';
import type { Observable } from '../../shared/observable';
import { Tip } from '../../shared/tip';
import { useValue } from '../../shared/useValue';
import { labelName, labelWords, rowsWords } from '../neuron/labelWords';
import { figure } from '../neuron/shownNeuron';
import type { MapLayout, MapPlace } from './mapLayout';
import { isByClass } from './mapView';
import { figureTitle, mapRowsTitle } from './mapText';
import { MARK_SIGNS, markOf, type FoundLabel } from './labelIndex';
import { labelsAt, labelStatus, type ShownMap } from './shownMap';

/** What the pointer is on, and where it came there. */
export interface Hovered extends MapPlace {
  readonly x: number;
  readonly y: number;
}

interface MapHoverProps {
  readonly hovered: Observable<Hovered | undefined>;
  readonly map: ShownMap;
  readonly layout: MapLayout;
  readonly box: RefObject<HTMLDivElement | null>;
}

const MOST_LABELS = 6;

/** A frame about the cell under the pointer, and what is known of it; the map itself is not drawn again for it. */
export function MapHover({ hovered, map, layout, box }: MapHoverProps): JSX.Element | null {
  const at = useValue(hovered);
  if (!at) return null;
  const place = typeof at.column === 'number' ? at.column : null;
  if (at.row === undefined) return place === null ? null : <HeadingTip at={at} map={map} place={place} />;
  const neuron = map.rows[at.row];
  if (neuron === undefined) return null;
  return (
    <>
      {place !== null && <CellFrame row={at.row} place={place} layout={layout} box={box} />}
      <Tip x={at.x} y={at.y}>
        <CellFigures map={map} neuron={neuron} place={place} />
      </Tip>
    </>
  );
}

function HeadingTip({
  at,
  map: { analysis },
  place,
}: {
  readonly at: Hovered;
  readonly map: ShownMap;
  readonly place: number;
}): JSX.Element {
  const { position, position_name: name } = analysis.positions[place]!;
  return (
    <Tip x={at.x} y={at.y}>
      {l10n.t('{0}, token position P{1}', name, position)}
    </Tip>
  );
}

function CellFrame({
  row,
  place,
  layout,
  box,
}: {
  readonly row: number;
  readonly place: number;
  readonly layout: MapLayout;
  readonly box: RefObject<HTMLDivElement | null>;
}): JSX.Element {
  const { left, top } = box.current!.getBoundingClientRect();
  const x = left + layout.gutter + place * layout.columnWidth - box.current!.scrollLeft;
  const y = top + layout.header + row * layout.rowHeight - box.current!.scrollTop;
  return (
    <div
      class="map-hovered"
      style={{
        transform: `translate(${x - 1}px, ${y - 1}px)`,
        width: `${layout.columnWidth + 1}px`,
        height: `${layout.rowHeight + 1}px`,
      }}
    />
  );
}

function CellFigures({
  map,
  neuron,
  place,
}: {
  readonly map: ShownMap;
  readonly neuron: number;
  readonly place: number | null;
}): JSX.Element {
  const { analysis, view } = map;
  const labels = labelsAt(map, neuron, place);
  const at = place === null ? undefined : analysis.positions[place]!;
  return (
    <>
      <strong>
        {at ? l10n.t('Neuron {0} at {1} (P{2})', neuron, at.position_name, at.position) : l10n.t('Neuron {0}', neuron)}
      </strong>
      {place === null ? (
        <div>{l10n.t('Density over all positions: {0}', percent(analysis.densities[neuron]!))}</div>
      ) : (
        <dl class="tip-figures">
          {figuresAt(map, neuron, place).map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      )}
      {view.rows !== 'all' && isByClass(view.figure) && (
        <div class="faint">{l10n.t('{0} is of class {1}', figureTitle(view.figure), mapRowsTitle(view.rows))}</div>
      )}
      {labels.slice(0, MOST_LABELS).map((label, i) => (
        <LabelLine key={i} label={label} />
      ))}
      {labels.length > MOST_LABELS && <div>{l10n.t('and {0} more labels', labels.length - MOST_LABELS)}</div>}
    </>
  );
}

function figuresAt({ analysis, view, values }: ShownMap, neuron: number, place: number): [string, string][] {
  const cell = neuron * analysis.positions.length + place;
  const { density, mean, mean_active, max } = analysis.map;
  const ofAll: [string, string][] = [
    [figureTitle('density'), percent(density[cell]!)],
    [figureTitle('mean'), figure(mean[cell]!)],
    [figureTitle('mean_active'), figure(mean_active[cell]!)],
    [figureTitle('max'), figure(max[cell]!)],
  ];
  // Those of all questions, and what is shown first.
  const shown = view.figure === 'density' ? percent(values[cell]!) : figure(values[cell]!);
  const title = figureTitle(view.figure);
  return [[title, shown], ...ofAll.filter(([name]) => name !== title)];
}

function LabelLine({ label }: { readonly label: FoundLabel }): JSX.Element {
  const { auroc, rows, position_name: at } = label;
  return (
    <div>
      {MARK_SIGNS[markOf(label)]} <b>{labelName(label)}</b> {labelStatus(label)}
      {auroc !== null && `, AUROC ${auroc.toFixed(3)}`}
      {at === null ? ` ${l10n.t('over all positions that predict a digit')}` : ''}
      <div class="faint">
        {labelWords(label)}, {rowsWords(rows)}
      </div>
    </div>
  );
}
