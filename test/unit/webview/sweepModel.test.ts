import { describe, expect, test } from 'vitest';
import { dominates } from '../../../src/core/sweep/pareto';
import type { TrialView } from '../../../src/protocol/sweep';
import { axisOf } from '../../../src/webview/sweep/axis';
import { frontLine, placed, plotOf } from '../../../src/webview/sweep/scatter/scatterPlot';
import { ShownMaker } from '../../../src/webview/sweep/shown';
import { SweepModel } from '../../../src/webview/sweep/sweepModel';
import { stateText } from '../../../src/webview/sweep/trialText';
import { tableColumns } from '../../../src/webview/sweep/table/tableColumns';
import { madePart } from '../../webview/madeRuns';
import { madeSweep } from '../../webview/madeTrials';

const made = madeSweep({ trials: 60 });

function modelOf(view: object = {}, { sweep, trials } = made): SweepModel {
  const model = new SweepModel({ directory: sweep.directory, view });
  model.receive({ type: 'snapshot', sweep, trials, translations: {} });
  return model;
}

function shownOf(model: SweepModel, maker = new ShownMaker()) {
  return maker.make(model.sweep.value!, model.trials.value, model.view.value);
}

describe('the sweep explorer', () => {
  test('has the best first, whichever way the objective goes, and trials without one last', () => {
    const rows = shownOf(modelOf()).rows.map(({ objective }) => objective?.score ?? Infinity);
    expect(rows).toEqual(rows.toSorted((a, b) => a - b));
    const other = madeSweep({ trials: 30, objectives: ['spliced_accuracy'] });
    const values = shownOf(modelOf({}, other)).rows.map(({ objective }) => objective?.spliced_accuracy ?? -1);
    expect(values).toEqual(values.toSorted((a, b) => b - a));
  });

  test('keeps what is chosen and looked at while trials change and come', () => {
    const model = modelOf();
    model.pick([3, 58]);
    model.change({ trial: 3, sort: { column: 'trial', descending: false } });
    const changed: TrialView = { ...made.trials[58]!, state: 'done', objective: { score: 0.1, explained_variance: 1 } };
    model.receive({ type: 'trials', trials: [changed, { ...made.trials[0]!, trial: 60 }] });
    const shown = shownOf(model);
    expect(shown.rows.map(({ trial }) => trial)).toEqual([...Array(61).keys()]);
    expect(shown.rows[58]).toBe(changed);
    expect([...shown.chosen]).toEqual([3, 58]);
    expect(shown.current?.trial).toBe(3);
  });

  test('chooses what lies within all brushes, also of trials that come later', () => {
    const model = modelOf();
    model.pick([1, 2]);
    model.brush('parameter learning_rate', { min: 0.001, max: 0.01 });
    model.brush('parameter k', { min: 4, max: 30 });
    const within = ({ parameters: { learning_rate: rate, k } }: TrialView) => Number(rate) >= 0.001 && Number(k) <= 30;
    const expected = made.trials.filter(within).map(({ trial }) => trial);
    expect(expected.length).toBeGreaterThan(3);
    expect([...shownOf(model).chosen].toSorted((a, b) => a - b)).toEqual(expected);
    model.receive({
      type: 'trials',
      trials: [
        { ...made.trials[0]!, trial: 60, parameters: { ...made.trials[0]!.parameters, learning_rate: 0.005, k: 9 } },
      ],
    });
    expect(shownOf(model).chosen.has(60)).toBe(true);
    model.brush('parameter k', undefined);
    expect(shownOf(model).chosen.size).toBeGreaterThan(expected.length);
    model.pick([]);
    expect(shownOf(model).chosen.size).toBe(0);
  });

  test('chooses only among what the filter lets through', () => {
    const model = modelOf({ picked: [1, 2, 3] });
    model.change({ filter: '#2' });
    expect([...shownOf(model).chosen]).toEqual([2]);
  });

  test('makes nothing anew that did not change', () => {
    const maker = new ShownMaker();
    const model = modelOf();
    const before = shownOf(model, maker);
    model.change({ trial: 5 });
    model.receive({ type: 'sweep', sweep: { ...made.sweep, best: [5] } });
    const after = shownOf(model, maker);
    expect(after.rows).toBe(before.rows);
    expect(after.axes).toBe(before.axes);
    expect(after.chosen).toBe(before.chosen);
    model.brush('parameter k', { min: 4, max: 30 });
    expect(shownOf(model, maker).rows).toBe(before.rows);
  });

  test('keeps its view over a reload, and mends what another version kept', () => {
    const model = modelOf();
    model.brush('parameter k', { min: 4, max: 30 });
    model.change({ tab: 'curves', sort: { column: 'trial', descending: true }, hiddenColumns: ['state'] });
    const again = new SweepModel(JSON.parse(JSON.stringify(model.state)));
    expect(again.view.value).toEqual(model.view.value);
    const mended = new SweepModel({
      view: { tab: 'nowhere', brushes: { k: { min: 2, max: 1 } }, picked: ['x', 4], trial: -1 },
    });
    expect(mended.view.value).toMatchObject({ tab: 'scatter', brushes: {}, picked: [4], trial: null });
  });

  test('shows only columns that differ when asked, but always which trial it is', () => {
    const { columns, rows } = shownOf(modelOf());
    const alike = rows.filter(({ parameters }) => parameters.hook === 'mlp.hook_pre' && parameters.batch_size === 64);
    expect(alike.length).toBeGreaterThan(1);
    const shown = tableColumns(columns, alike, { hiddenColumns: ['objective score'], onlyDiffering: true });
    const titles = shown.map(({ title }) => title);
    expect(titles).toEqual(expect.arrayContaining(['Trial', 'State', 'explained_variance', 'learning_rate']));
    expect(titles).not.toEqual(expect.arrayContaining(['hook']));
    expect(titles).not.toEqual(expect.arrayContaining(['batch_size']));
    expect(titles).not.toEqual(expect.arrayContaining(['score']));
  });

  test('tells trials that wait in a cluster, and those whose process is gone, from those that train', () => {
    const running = { ...made.trials[59]!, state: 'running' as const };
    const job = { id: '12_3', state: 'PENDING', reason: 'Resources', node: null };
    expect(stateText(running, true)).toBe('training');
    expect(stateText(running, false)).toBe('interrupted');
    expect(stateText({ ...running, job }, true)).toBe('queued');
  });

  test('the front goes through exactly the trials that no other dominates', () => {
    const { columns, rows } = shownOf(modelOf());
    const axis = (title: string) =>
      axisOf(
        columns.find((column) => column.title === title)!,
        rows,
        undefined,
      );
    const [x, y] = [axis('score'), axis('explained_variance')];
    const places = placed(rows, x, y, plotOf({ width: 800, height: 400 }));
    const line = frontLine(places, x, y);
    const done = rows.filter(({ state }) => state === 'done');
    const values = done.map(({ objective }) => [objective!.score!, -objective!.explained_variance!]);
    const front = done.filter((_, i) => !values.some((other) => dominates(other, values[i]!)));
    expect(front.length).toBeGreaterThan(2);
    expect(line).toHaveLength(2 * front.length - 1);
    for (const trial of front) expect(line).toContainEqual(places.points[places.trials.indexOf(trial)]);
    // Up or to the right at each step: the line of what is possible.
    const steps = line.slice(1).map(([px, py], i) => [px - line[i]![0], py - line[i]![1]] as const);
    expect(steps.every(([dx, dy]) => (dx === 0 && dy <= 0) || (dy === 0 && dx >= 0))).toBe(true);
    expect(frontLine(places, x, axis('k'))).toEqual([]);
  });

  test('takes the lines of what it follows, and drops what was on its way', () => {
    const { series } = modelOf();
    const [a, b] = made.trials.map(({ directory }) => directory) as [string, string];
    series.follow([a]);
    series.take(madePart(a, 'interval', 0, 5));
    series.take(madePart(b, 'interval', 0, 5));
    series.take(madePart(a, 'interval', 9, 12));
    expect(series.of(a)!.interval.length).toBe(5);
    expect(series.of(b)).toBeUndefined();
    // Followed anew: all of it comes once more.
    series.follow([b]);
    series.take(madePart(b, 'interval', 5, 7));
    expect(series.of(b)!.interval.length).toBe(0);
    series.take(madePart(b, 'interval', 0, 7));
    expect(series.of(b)!.interval.length).toBe(7);
    expect(series.of(a)).toBeUndefined();
  });
});
