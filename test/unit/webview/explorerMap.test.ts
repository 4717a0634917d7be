import { describe, expect, test } from 'vitest';
import { cellByKey } from '../../../src/webview/explorer/map/mapKeys';
import { mapLayout, placeAt, TEXT_ROW, visibleRows } from '../../../src/webview/explorer/map/mapLayout';
import { ticksOf } from '../../../src/webview/explorer/map/legendTicks';
import { mapRows } from '../../../src/webview/explorer/map/mapRows';
import { shareOf, valueScale } from '../../../src/webview/explorer/map/mapValues';
import { DEFAULT_MAP_VIEW, mapViewFrom, NO_FILTER, type MapFilter } from '../../../src/webview/explorer/map/mapView';
import { madeAnalysis } from '../../webview/madeAnalysis';

const { view: analysis, made } = madeAnalysis({ sample: 60 });
const all = [...made.keys()];

function filtered(filter: Partial<MapFilter>): number[] {
  return [...mapRows(analysis, { ...DEFAULT_MAP_VIEW, filter: { ...NO_FILTER, ...filter } })];
}

function plantedWith(holds: (planted: NonNullable<(typeof made)[number]['planted']>) => boolean): number[] {
  return all.filter((neuron) => made[neuron]!.planted !== undefined && holds(made[neuron]!.planted));
}

describe('the filter of the map', () => {
  test('lets all through that has no condition', () => {
    expect(filtered({})).toEqual(all);
  });

  test('finds neurons by number and range', () => {
    expect(filtered({ text: '12' })).toEqual([12]);
    expect(filtered({ text: ' 60-99, 3,' })).toEqual([3, 60, 61, 62, 63]);
  });

  test('finds labels by their absolute and by their relative names, as they are typed', () => {
    const carries = plantedWith(({ task, digit }) => task === 'SC' && digit === 2);
    expect(carries.length).toBeGreaterThan(0);
    expect(filtered({ text: 'A2.SC' })).toEqual(carries);
    expect(filtered({ text: ' a2.sc' })).toEqual(carries);
    const relative = plantedWith(({ task }) => task === 'SC');
    expect(filtered({ text: 'SC δ-1' })).toEqual(relative);
    expect(filtered({ text: 'sc d-1' })).toEqual(relative);
    expect(filtered({ text: 'A2.XY' })).toEqual([]);
  });

  test('asks one label for status, class, position and text together', () => {
    expect(filtered({ status: 'proved' })).toEqual(plantedWith(({ status }) => status === 'proved'));
    const grouped = new Set(analysis.groups.flatMap(({ neurons }) => neurons));
    expect(grouped.size).toBeGreaterThan(3);
    expect(filtered({ status: 'together' })).toEqual(all.filter((neuron) => grouped.has(neuron)));
    expect(filtered({ status: 'labelled' })).toEqual(plantedWith(() => true));
    expect(filtered({ status: 'none' })).toEqual(all.filter((neuron) => !made[neuron]!.planted));
    expect(filtered({ labelRows: 'sub', status: 'correlates' })).toEqual(
      plantedWith(({ rows, status }) => rows === 'sub' && status === 'correlates'),
    );
    expect(filtered({ text: 'SC', position: 18, status: 'proved' })).toEqual(
      plantedWith(({ task, status, positions }) => task === 'SC' && status === 'proved' && positions.includes(18)),
    );
  });

  test('asks for activity, everywhere or at a position', () => {
    const ofKind = (kind: string) => all.filter((neuron) => made[neuron]!.kind === kind);
    expect(filtered({ activity: 'dead' })).toEqual(ofKind('dead'));
    expect(filtered({ activity: 'always on' })).toEqual(ofKind('always on'));
    expect(filtered({ activity: 'alive' })).toEqual(all.filter((neuron) => made[neuron]!.kind !== 'dead'));
    const { density } = analysis.map;
    expect(filtered({ position: 7 })).toEqual(all.filter((neuron) => density[neuron * 22 + 7]! > 0));
  });
});

describe('the order of the map', () => {
  const sorted = (part: Partial<typeof DEFAULT_MAP_VIEW>) => [...mapRows(analysis, { ...DEFAULT_MAP_VIEW, ...part })];
  const rowOf = (values: Float32Array, neuron: number) => values.subarray(neuron * 22, (neuron + 1) * 22);

  test('is by what is asked for, largest first, and the other way round', () => {
    const densities = sorted({ sort: 'density' }).map((neuron) => analysis.densities[neuron]!);
    expect(densities).toEqual(densities.toSorted((a, b) => b - a));
    expect(sorted({ sort: 'density', reversed: true })).toEqual(sorted({ sort: 'density' }).toReversed());
    const best = sorted({ sort: 'best_score' }).map((neuron) => Math.max(...rowOf(analysis.bestScore!, neuron)));
    expect(best).toEqual(best.toSorted((a, b) => b - a));
  });

  test('is by the figure at the position of the filter', () => {
    const filter = { ...NO_FILTER, position: 18 };
    const means = sorted({ sort: 'mean', filter }).map((neuron) => analysis.map.mean[neuron * 22 + 18]!);
    expect(means).toEqual(means.toSorted((a, b) => b - a));
  });

  test('is by first and by peak position, dead neurons last', () => {
    const firsts = sorted({ sort: 'first' }).map((neuron) =>
      rowOf(analysis.map.density, neuron).findIndex((value) => value > 0),
    );
    const alive = firsts.filter((first) => first >= 0);
    expect(firsts.slice(0, alive.length)).toEqual(alive.toSorted((a, b) => a - b));
    const peaks = sorted({ sort: 'peak' })
      .slice(0, alive.length)
      .map((neuron) => {
        const row = rowOf(analysis.map.contribution, neuron);
        return row.indexOf(Math.max(...row));
      });
    expect(peaks).toEqual(peaks.toSorted((a, b) => a - b));
  });

  test('by similarity is that of the analysis, and changes it not', () => {
    const before = [...analysis.similarityOrder];
    expect(sorted({ sort: 'similarity', reversed: true })).toEqual(before.toReversed());
    expect([...analysis.similarityOrder]).toEqual(before);
  });

  test('by label has those of one label beside each other, and those without behind', () => {
    const tasks = sorted({ sort: 'label' }).map((neuron) => made[neuron]!.planted?.task);
    const seen = tasks.filter((task, i) => task !== tasks[i - 1]);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.at(-1)).toBeUndefined();
  });
});

describe('the scale of values', () => {
  const view = { ...DEFAULT_MAP_VIEW, figure: 'mean' as const };

  test('goes from 0 to the largest value, and leaves out what is not active', () => {
    const scale = valueScale(Float32Array.of(0, 0.5, 2, NaN), view);
    expect(scale).toMatchObject({ min: 0, max: 2, hasAbove: false });
    expect([0, NaN, 0.5, 2].map((value) => shareOf(value, scale))).toEqual([NaN, NaN, 0.25, 1]);
  });

  test('does not let one value out of thousands take all of it', () => {
    const values = Float32Array.from({ length: 2000 }, (_, i) => (i === 7 ? 1000 : 1 + i / 2000));
    const scale = valueScale(values, view);
    expect(scale.max).toBeLessThan(2);
    expect(scale.hasAbove).toBe(true);
    expect(shareOf(1000, scale)).toBe(1);
  });

  test('has equal steps for equal ratios where it is logarithmic', () => {
    const scale = valueScale(Float32Array.of(0, 0.01, 0.1, 1), { ...view, logarithmic: true });
    expect([0.01, 0.1, 1].map((value) => shareOf(value, scale))).toEqual([
      expect.closeTo(0, 6),
      expect.closeTo(0.5, 6),
      expect.closeTo(1, 6),
    ]);
    expect(valueScale(Float32Array.of(1e-9, 1), { ...view, logarithmic: true })).toMatchObject({ hasBelow: true });
  });

  test('of label scores begins at chance, whatever is asked for', () => {
    const scale = valueScale(Float32Array.of(0.5, 0.6), { ...view, figure: 'best_score', logarithmic: true });
    expect([0.5, 0.75, 1].map((value) => shareOf(value, scale))).toEqual([0, 0.5, 1]);
  });

  test.each([
    [Float32Array.of(0.3, 4.2), false],
    [Float32Array.of(3.2e-4, 3.2), true],
    [Float32Array.of(0), false],
    [Float32Array.of(0.98, 1), true],
  ])('has legible numbers that do not touch: %o, logarithmic %s', (values, logarithmic) => {
    const ticks = ticksOf(valueScale(values, { ...view, logarithmic }));
    expect(ticks[0]!.share).toBe(0);
    expect(ticks.at(-1)!.share).toBe(1);
    for (const [i, { share }] of ticks.entries()) if (i > 0) expect(share - ticks[i - 1]!.share).toBeGreaterThan(0.06);
  });
});

describe('the layout of the map', () => {
  const content = { columns: 22, rows: 64, neurons: 64, hasLabels: true, rowSize: 'auto' as const };

  test('shows 64 neurons whole where there is room, with numbers and labels', () => {
    const layout = mapLayout({ width: 680, height: 660 }, content);
    expect(layout.width).toBeLessThanOrEqual(680);
    expect(layout.height).toBeLessThanOrEqual(660);
    expect(layout.rowHeight).toBeGreaterThanOrEqual(TEXT_ROW);
    expect(layout.labels).toBeGreaterThan(0);
  });

  test('leaves labels out first, and then scrolls', () => {
    expect(mapLayout({ width: 320, height: 600 }, content)).toMatchObject({ labels: 0, columnWidth: 13 });
    const wide = mapLayout({ width: 340, height: 600 }, { ...content, columns: 49 });
    expect(wide.width).toBeGreaterThan(340);
  });

  test('finds what is at a point, scrolled or not', () => {
    const layout = mapLayout({ width: 680, height: 300 }, content);
    const { gutter, header, columnWidth, rowHeight } = layout;
    const at = (x: number, y: number, scroll = { left: 0, top: 0 }) => placeAt(layout, x, y, scroll);
    expect(at(gutter + 3.5 * columnWidth, header + 2.5 * rowHeight)).toEqual({ row: 2, column: 3 });
    expect(at(2, header + 2.5 * rowHeight, { left: 50, top: 10 * rowHeight })).toEqual({ row: 12, column: null });
    expect(at(gutter + 1, 3)).toEqual({ row: undefined, column: 0 });
    expect(at(gutter + 22.1 * columnWidth, header + 1)).toEqual({ row: 0, column: 'label' });
    expect(at(679, header + 1)).toBeUndefined();
    expect(at(gutter + 1, header + 65 * rowHeight)).toBeUndefined();
  });

  test('has in sight what fits, whatever the number of rows', () => {
    const layout = mapLayout({ width: 680, height: 638 }, { ...content, rows: 8192, rowSize: 'medium' });
    const [first, end] = visibleRows(layout, 12 * 4000 + 5, 638);
    expect(first).toBe(4000);
    expect(end - first).toBeLessThanOrEqual(Math.ceil(638 / 12));
    expect(visibleRows(layout, 1e9, 638)).toEqual([8192, 8192]);
  });
});

describe('the keys of the map', () => {
  const layout = mapLayout(
    { width: 680, height: 300 },
    { columns: 22, rows: 64, neurons: 64, hasLabels: false, rowSize: 'medium' },
  );
  const extent = { rows: 64, places: 22, layout, size: { height: 300 } };
  const press = (key: string, from: { row: number; place: number | null }, control = false) =>
    cellByKey({ key, ctrlKey: control, metaKey: false, altKey: false }, from, extent);

  test('move by cell, row end and page, and stop at the edges', () => {
    expect(press('ArrowDown', { row: -1, place: null })).toEqual({ row: 0, place: null });
    expect(press('ArrowUp', { row: 0, place: 3 })).toEqual({ row: 0, place: 3 });
    expect(press('ArrowRight', { row: 5, place: null })).toEqual({ row: 5, place: 0 });
    expect(press('ArrowLeft', { row: 5, place: 0 })).toEqual({ row: 5, place: null });
    expect(press('End', { row: 5, place: 0 })).toEqual({ row: 5, place: 21 });
    expect(press('ArrowRight', { row: 5, place: 21 })).toEqual({ row: 5, place: 21 });
    expect(press('End', { row: 5, place: 0 }, true)).toEqual({ row: 63, place: 21 });
    expect(press('Home', { row: 5, place: 9 }, true)).toEqual({ row: 0, place: null });
    const page = press('PageDown', { row: 0, place: 2 })!.row;
    expect(page).toBe(Math.floor((300 - layout.header) / 12) - 1);
    expect(press('PageUp', { row: page, place: 2 })).toEqual({ row: 0, place: 2 });
    expect(press('x', { row: 0, place: 0 })).toBeUndefined();
  });
});

describe('what is kept of the map', () => {
  test('comes back as it was', () => {
    const view = {
      ...DEFAULT_MAP_VIEW,
      figure: 'max',
      sort: 'peak',
      reversed: true,
      filter: { text: 'SC', labelRows: 'S', status: 'proved', position: 4, activity: 'alive' },
    };
    expect(mapViewFrom(JSON.parse(JSON.stringify(view)))).toEqual(view);
  });

  test.each([
    [undefined],
    [null],
    ['x'],
    [{ figure: 'other', rows: 3, filter: { position: -1, text: 7 }, rowSize: {} }],
  ])('is the default where it is of another kind: %o', (kept) => {
    expect(mapViewFrom(kept)).toEqual(DEFAULT_MAP_VIEW);
  });
});
