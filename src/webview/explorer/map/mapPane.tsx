import * as l10n from '@vscode/l10n';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { AnalysisView } from '../../../protocol/explorer';
import { Button } from '../../shared/controls';
import { colourScaleOf } from '../../shared/colourScale';
import { count } from '../../shared/numbers';
import { readTheme } from '../../shared/readTheme';
import { useValue } from '../../shared/useValue';
import { ExportButtons } from '../../shared/export/exportButtons';
import { Picture } from '../../shared/export/picture';
import type { PartProps } from '../partProps';
import { labelIndexOf, MARK, MARK_SIGNS } from './labelIndex';
import { MapControls } from './mapControls';
import { LEGEND_HEIGHT, LEGEND_WIDTH, MapLegend, markText } from './mapLegend';
import { MapPicture } from './mapPicture';
import { mapRows } from './mapRows';
import { MapSurface } from './mapSurface';
import { MapTable, mapTable } from './mapTable';
import { figureTitle, mapRowsTitle } from './mapText';
import { mapValues, valueScale } from './mapValues';
import type { MapView } from './mapView';
import { shownMarks, type ShownMap } from './shownMap';

interface MapPaneProps extends PartProps {
  readonly analysis: AnalysisView;
  readonly onEnter: () => void;
}

/** All neurons at all token positions: the map with what is chosen of it, and its files. */
export function MapPane({ model, send, analysis, onEnter }: MapPaneProps): JSX.Element {
  const { map: wanted } = useValue(model.view);
  // Kept from an earlier analysis with labels, maybe.
  const view = analysis.labels === null ? withoutLabels(wanted) : wanted;
  const { map, problem } = useShownMap({ model, send, analysis, view });
  return (
    <section class="map-pane" aria-label={l10n.t('Map')}>
      <MapControls model={model} analysis={analysis} view={view} />
      <MapBar map={map} problem={problem} model={model} send={send} />
      {map.rows.length === 0 ? (
        <p class="empty">{l10n.t('No neuron is as the filter asks. Loosen it, or choose Show All.')}</p>
      ) : view.asTable ? (
        <MapTable model={model} map={map} />
      ) : (
        <MapSurface model={model} map={map} onEnter={onEnter} />
      )}
    </section>
  );
}

/** The map, and why it is not the one that is asked for; of a class that is still read, the one before. */
function useShownMap({
  model,
  analysis,
  view,
}: PartProps & { readonly analysis: AnalysisView; readonly view: MapView }): {
  map: ShownMap;
  problem: string;
} {
  const classMaps = useValue(model.classMaps);
  const { rows: questions, figure, logarithmic } = view;
  const values = mapValues(analysis, classMaps, view);
  useEffect(() => {
    if (questions !== 'all') model.askForClassMap(questions);
  }, [model, analysis, questions]);

  const before = useRef<ShownMap | undefined>(undefined);
  const isKept = values === undefined && before.current?.analysis === analysis;
  const drawn = isKept ? before.current!.values : (values ?? mapValues(analysis, classMaps, { figure, rows: 'all' })!);
  const rows = useMemo(() => mapRows(analysis, view), [analysis, view.filter, view.sort, view.reversed]);
  useEffect(() => model.showsRows(rows), [model, rows]);
  const scale = useMemo(() => valueScale(drawn, view), [drawn, figure, logarithmic]);
  const map: ShownMap = {
    analysis,
    view,
    rows,
    values: drawn,
    scale,
    colours: colourScaleOf(readTheme()),
    labels: labelIndexOf(analysis),
  };
  before.current = map;
  if (values === undefined) return { map, problem: l10n.t('Reading …') };
  if (values === null) {
    return {
      map,
      problem: l10n.t('No sampled question is of class {0}: shown are all.', mapRowsTitle(questions)),
    };
  }
  return { map, problem: '' };
}

function withoutLabels(view: MapView): MapView {
  const { figure, sort, filter } = view;
  return {
    ...view,
    figure: figure === 'best_score' ? 'density' : figure,
    sort: sort === 'best_score' || sort === 'label' ? 'index' : sort,
    filter: { ...filter, status: 'any', labelRows: 'any' },
  };
}

interface MapBarProps extends PartProps {
  readonly map: ShownMap;
  readonly problem: string;
}

/** How many neurons are shown, what the colours mean, and the map's files. */
function MapBar({ map, problem, model, send }: MapBarProps): JSX.Element {
  const { analysis, view, rows, scale, colours } = map;
  const title = figureTitle(view.figure);
  return (
    <div class="map-bar">
      <Picture width={LEGEND_WIDTH} height={LEGEND_HEIGHT} label={l10n.t('Legend: {0}', title)}>
        <MapLegend figure={view.figure} scale={scale} colours={colours} />
      </Picture>
      <ul class="map-marks" aria-label={l10n.t('Marks')}>
        {shownMarks(map).map((mark) => (
          <li key={mark}>
            {MARK_SIGNS[mark]} {markText(mark)}
          </li>
        ))}
        <li class="blank">{markText(MARK.none)}</li>
      </ul>
      <span class="map-count" role="status">
        {l10n.t('{0} of {1} neurons', count(rows.length), count(analysis.neurons))}
        {problem !== '' && <> · {problem}</>}
      </span>
      <span class="export-buttons">
        <Button
          kind="quiet"
          pressed={view.asTable}
          label={l10n.t('Table: Map')}
          onClick={() => model.change({ map: { ...view, asTable: !view.asTable } })}
        >
          {l10n.t('Table')}
        </Button>
        <ExportButtons
          what={l10n.t('Map')}
          name={`${analysis.name} ${title}`}
          send={send}
          table={() => mapTable(map)}
          picture={() => <MapPicture map={map} />}
        />
      </span>
    </div>
  );
}
