import * as l10n from '@vscode/l10n';
import type { JSX, RefObject } from 'preact';
import { useCallback, useEffect, useId, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Observable } from '../../shared/observable';
import { readTheme } from '../../shared/readTheme';
import { useValue } from '../../shared/useValue';
import type { ExplorerModel } from '../explorerModel';
import { ActiveCell, cellId } from './activeCell';
import { mainLabel } from './labelIndex';
import { MapHover, type Hovered } from './mapHover';
import { cellByKey } from './mapKeys';
import { mapLayout, placeAt, type MapLayout } from './mapLayout';
import { paintMap } from './mapPainter';
import { placeOf } from './mapRows';
import { figureTitle } from './mapText';
import type { ShownMap } from './shownMap';
import { useSize } from '../../shared/useSize';

interface MapSurfaceProps {
  readonly model: ExplorerModel;
  readonly map: ShownMap;
  /** Goes on to what is said of the neuron. */
  readonly onEnter: () => void;
}

/** The map on a canvas as large as what is seen of it, which is drawn again as it is scrolled. */
export function MapSurface({ model, map, onEnter }: MapSurfaceProps): JSX.Element {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const hovered = useMemo(() => new Observable<Hovered | undefined>(undefined), []);
  const { neuron, position } = useValue(model.view);
  const size = useSize(box);
  const { analysis, rows, view } = map;
  const layout = mapLayout(size, {
    columns: analysis.positions.length,
    rows: rows.length,
    neurons: analysis.neurons,
    hasLabels: map.labels.byNeuron.size > 0,
    rowSize: view.rowSize,
  });
  const row = neuron === null ? -1 : rows.indexOf(neuron);
  const place = placeOf(analysis, position) ?? null;
  usePainting(canvas, box, size, layout, map, row, place);
  useRowInSight(box, layout, row, neuron);

  const select = (toRow: number, toPlace: number | null) => {
    model.select(rows[toRow]!, toPlace === null ? null : analysis.positions[toPlace]!.position);
  };
  const point = (event: MouseEvent) => {
    const { left, top } = box.current!.getBoundingClientRect();
    const { scrollLeft, scrollTop } = box.current!;
    const at = { left: scrollLeft, top: scrollTop };
    return placeAt(layout, event.clientX - left, event.clientY - top, at);
  };
  const hover = (event: MouseEvent) => {
    const at = point(event);
    const known = hovered.value;
    if (at && known && known.row === at.row && known.column === at.column) return;
    hovered.value = at && { ...at, x: event.clientX, y: event.clientY };
  };
  const click = (event: MouseEvent) => {
    const at = point(event);
    if (!at) return;
    if (at.row === undefined) {
      if (typeof at.column === 'number') model.change({ position: analysis.positions[at.column]!.position });
      return;
    }
    const label = at.column === 'label' ? mainLabel(map.labels, rows[at.row]!) : undefined;
    if (at.column === 'label') select(at.row, label ? (placeOf(analysis, label.position) ?? null) : null);
    else select(at.row, at.column);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') hovered.value = undefined;
    // Not what is drawn: keys may come faster than drawings.
    const { neuron: latest, position: at } = model.view.value;
    const from = { row: latest === null ? -1 : rows.indexOf(latest), place: placeOf(analysis, at) ?? null };
    if (event.key === 'Enter' && from.row >= 0) onEnter();
    const cell = cellByKey(event, from, { rows: rows.length, places: analysis.positions.length, layout, size });
    if (!cell) return;
    event.preventDefault();
    hovered.value = undefined;
    select(cell.row, cell.place);
  };
  return (
    <div
      class="map-surface"
      ref={box}
      tabIndex={0}
      role="grid"
      aria-label={l10n.t('Neurons × token positions: {0}', figureTitle(view.figure))}
      aria-readonly="true"
      aria-rowcount={rows.length}
      aria-colcount={analysis.positions.length + 1}
      {...(row >= 0 && { 'aria-activedescendant': cellId(id, neuron!, place) })}
      onKeyDown={press}
      onPointerMove={hover}
      onPointerLeave={() => (hovered.value = undefined)}
      onClick={click}
    >
      <div
        class="map-extent"
        role="presentation"
        style={{
          width: `${Math.max(layout.width, size.width)}px`,
          height: `${Math.max(layout.height, size.height)}px`,
        }}
      >
        <canvas ref={canvas} aria-hidden="true" />
      </div>
      {row >= 0 ? (
        <ActiveCell id={id} map={map} row={row} place={place} />
      ) : (
        <div role="row" class="visually-hidden">
          <span role="gridcell">{l10n.t('No neuron of the map is chosen: an arrow key chooses one.')}</span>
        </div>
      )}
      <MapHover hovered={hovered} map={map} layout={layout} box={box} />
    </div>
  );
}

/** Draws the map whenever something of it is another, and as it is scrolled: at most once a frame. */
function usePainting(
  canvas: RefObject<HTMLCanvasElement | null>,
  box: RefObject<HTMLDivElement | null>,
  size: { readonly width: number; readonly height: number },
  layout: MapLayout,
  map: ShownMap,
  selectedRow: number,
  selectedPlace: number | null,
): void {
  const paint = () => {
    const { width, height } = size;
    const ratio = devicePixelRatio;
    const surface = canvas.current!;
    const [pixelsAcross, pixelsDown] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (surface.width !== pixelsAcross || surface.height !== pixelsDown) {
      Object.assign(surface, { width: pixelsAcross, height: pixelsDown });
      Object.assign(surface.style, { width: `${width}px`, height: `${height}px` });
    }
    if (width === 0 || height === 0) return;
    const context = surface.getContext('2d')!;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    const scroll = { left: box.current!.scrollLeft, top: box.current!.scrollTop };
    const content = { ...map, positions: map.analysis.positions, selectedRow, selectedPlace };
    paintMap(context, size, layout, scroll, content, readTheme());
  };
  const latest = useRef(paint);
  latest.current = paint;
  useLayoutEffect(paint);
  useEffect(() => {
    const scrolled = box.current!;
    let frame: number | undefined;
    const onScroll = () => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined;
        latest.current();
      });
    };
    scrolled.addEventListener('scroll', onScroll, { passive: true });
    return () => {
      scrolled.removeEventListener('scroll', onScroll);
      if (frame !== undefined) cancelAnimationFrame(frame);
    };
  }, [box]);
}

/** Scrolls a neuron into sight when it is chosen, and when rows move. */
function useRowInSight(
  box: RefObject<HTMLDivElement | null>,
  { rowHeight, header, height }: MapLayout,
  row: number,
  neuron: number | null,
): void {
  const reveal = useCallback(() => {
    if (row < 0) return;
    const { scrollTop, clientHeight } = box.current!;
    const [above, below] = [row * rowHeight, header + (row + 1) * rowHeight - clientHeight];
    if (scrollTop > above) box.current!.scrollTop = above;
    else if (scrollTop < below) box.current!.scrollTop = below + 1;
  }, [box, row, rowHeight, header]);
  useLayoutEffect(reveal, [row, neuron, height]);
}
