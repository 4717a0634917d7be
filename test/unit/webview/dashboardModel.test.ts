import { expect, test } from 'vitest';
import type { RunView } from '../../../src/protocol/dashboard';
import { curvesOf, metricContent } from '../../../src/webview/dashboard/chartContent';
import { DashboardModel } from '../../../src/webview/dashboard/dashboardModel';
import { METRICS } from '../../../src/webview/shared/metrics';
import { readoutRows } from '../../../src/webview/dashboard/readoutRows';
import { madePart, madeRun } from '../../webview/madeRuns';

const [a, b] = [madeRun('a'), madeRun('b')];
const loss = METRICS[0]!;

function modelOf(...runs: readonly RunView[]): DashboardModel {
  const model = new DashboardModel(undefined);
  model.receive({ type: 'snapshot', runs, translations: {} });
  return model;
}

test('keeps nothing before it knows the runs, and then what the next page needs', () => {
  const model = new DashboardModel(undefined);
  expect(model.state).toBeUndefined();
  model.receive({ type: 'snapshot', runs: [a, b], translations: {} });
  model.change({ logarithmic: true });
  const next = new DashboardModel(JSON.parse(JSON.stringify(model.state)));
  expect(next.view.value).toEqual(model.view.value);
  expect(model.state?.directories).toEqual([a.directory, b.directory]);
});

test('a run keeps its slot over removal of another, and over a second snapshot', () => {
  const model = modelOf(a, b);
  model.receive({ type: 'removed', directory: a.directory });
  expect(model.view.value.slots).toEqual({ [b.directory]: 1 });
  model.receive({ type: 'snapshot', runs: [b, a], translations: {} });
  expect(model.view.value.slots).toEqual({ [a.directory]: 0, [b.directory]: 1 });
});

test('a second snapshot makes all metrics void', () => {
  const model = modelOf(a);
  model.receive({ type: 'series', part: madePart(a.directory, 'interval', 0, 10) });
  expect(model.outline.value.has).toEqual({ interval: true, epoch: false });
  model.receive({ type: 'snapshot', runs: [a], translations: {} });
  expect(model.outline.value.has).toEqual({ interval: false, epoch: false });
  expect(model.seriesOf(a.directory).interval.length).toBe(0);
});

test('refuses metrics of a run that is not shown', () => {
  const part = madePart(b.directory, 'interval', 0, 1);
  expect(() => modelOf(a).receive({ type: 'series', part })).toThrow('not shown');
});

test('news of a run replace it, or add it', () => {
  const model = modelOf(a);
  model.receive({ type: 'run', run: { ...a, state: 'done' } });
  model.receive({ type: 'run', run: b });
  expect(model.runs.value?.map(({ name, state }) => [name, state])).toEqual([
    ['a', 'done'],
    ['b', 'running'],
  ]);
});

test('metrics that are zero or undefined in all runs have no chart', () => {
  const model = modelOf(a, b);
  const columns = () => model.outline.value.leftOut.map(({ column }) => column);
  model.receive({ type: 'series', part: madePart(a.directory, 'interval', 0, 10) });
  expect(columns()).toEqual(['sparsity_penalty', 'l1_penalty']);
  model.receive({ type: 'series', part: madePart(b.directory, 'interval', 0, 10, { kl: true }) });
  expect(columns()).toEqual([]);
});

test('another x axis ends the zoom, another smoothing does not', () => {
  const model = modelOf(a);
  model.zoom.value = { min: 1, max: 2 };
  model.change({ smoothing: 0.5 });
  expect(model.zoom.value).toEqual({ min: 1, max: 2 });
  model.change({ xAxis: 'epoch' });
  expect(model.zoom.value).toBeUndefined();
});

test('interval lines lie within their epochs', () => {
  const model = modelOf(a);
  model.receive({ type: 'series', part: madePart(a.directory, 'interval', 0, 5, { stepsPerRow: 500 }) });
  model.change({ xAxis: 'epoch' });
  expect(metricContent(model, loss, 300).lines[0]?.points.map(({ x }) => x)).toEqual([0.5, 1, 1.5, 2, 2.5]);
});

test('says how many runs it cannot place on the axis', () => {
  const model = modelOf({ ...a, progress: null });
  model.receive({ type: 'series', part: madePart(a.directory, 'interval', 0, 5) });
  model.change({ xAxis: 'epoch' });
  expect(metricContent(model, loss, 300)).toMatchObject({ lines: [], notPlaced: 1 });
  model.receive({ type: 'series', part: madePart(a.directory, 'epoch', 0, 1) });
  expect(metricContent(model, loss, 300)).toMatchObject({ lines: [{}], notPlaced: 0 });
});

test('says how many values a logarithmic axis leaves out, and breaks the line there', () => {
  const model = modelOf(a);
  const part = madePart(a.directory, 'interval', 0, 5);
  part.columns.loss.set([0, -1], 1);
  model.receive({ type: 'series', part });
  expect(metricContent(model, loss, 300).notPositive).toBe(0);
  model.change({ logarithmic: true });
  const { notPositive, lines } = metricContent(model, loss, 300);
  expect(notPositive).toBe(2);
  expect(lines[0]?.points.map(({ y }) => Number.isNaN(y))).toEqual([false, true, true, false, false]);
});

test('draws no more than two points for a pixel, and raw curves behind smoothed ones', () => {
  const model = modelOf(a, b);
  for (const { directory } of [a, b]) {
    model.receive({ type: 'series', part: madePart(directory, 'interval', 0, 10_000) });
  }
  model.change({ smoothing: 0.9 });
  const { lines } = metricContent(model, loss, 300);
  expect(lines.map(({ emphasis }) => emphasis)).toEqual(['none', 'none', 'faint', 'faint']);
  for (const { points } of lines) expect(points.length).toBeLessThanOrEqual(2 * 300 + 2);
});

test('a hidden run has no curve, and one that stands out is in front', () => {
  const model = modelOf(a, b);
  model.emphasised.value = b.directory;
  expect(metricContent(model, loss, 300).lines.map(({ id, emphasis }) => [id, emphasis])).toEqual([
    [`line ${b.directory}`, 'strong'],
    [`line ${a.directory}`, 'faint'],
  ]);
  model.setHidden(b.directory, true);
  expect(metricContent(model, loss, 300).lines.map(({ id }) => id)).toEqual([`line ${a.directory}`]);
});

test('the readout has the nearest line of each run that is there, the highest first', () => {
  const model = modelOf(a, b);
  model.receive({ type: 'series', part: madePart(a.directory, 'interval', 0, 20) });
  const higher = madePart(b.directory, 'interval', 0, 10);
  higher.columns.loss.fill(1);
  model.receive({ type: 'series', part: higher });
  const rows = (place: number) =>
    readoutRows(curvesOf(model, loss), place, 40).map(({ curve, x }) => [curve.run.name, x]);
  expect(rows(520)).toEqual([
    ['b', 500],
    ['a', 500],
  ]);
  // The other run has ended by then.
  expect(rows(1520)).toEqual([['a', 1500]]);
  expect(rows(1020)).toEqual([
    ['b', 1000],
    ['a', 1000],
  ]);
});
