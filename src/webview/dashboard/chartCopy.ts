import * as l10n from '@vscode/l10n';
import { chartImage, copyImage } from '../shared/chart/chartImage';
import { markOf } from '../shared/palette';
import { readTheme } from '../shared/readTheme';
import { axisTitle } from './axes';
import { metricContent } from './chartContent';
import type { DashboardModel } from './dashboardModel';
import type { Metric } from '../shared/metrics';

const WIDTH = 800;
const HEIGHT = 400;

/**
 * Puts a metric's chart on the clipboard as a PNG, on the editor's background, with title, axis and legend.
 * @throws Error where the browser does not let it
 */
export async function copyChart(model: DashboardModel, metric: Metric): Promise<void> {
  const { xAxis, smoothing, slots } = model.view.value;
  const runs = model.visibleRuns;
  const name = metric.title();
  const title = smoothing > 0 ? l10n.t('{0} (smoothed: {1})', name, smoothing.toFixed(2)) : name;
  const content = { ...metricContent(model, metric, WIDTH), axisTitle: axisTitle(xAxis) };
  const legend = runs.map((run) => ({ text: run.name, mark: markOf(slots[run.directory]!), tagged: runs.length > 1 }));
  await copyImage(chartImage(content, { title, legend, width: WIDTH, height: HEIGHT }, readTheme()));
}
