import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { DashboardState, RunView, ToDashboard } from '../../src/protocol/dashboard';
import { DashboardPage, hasChromium, openBrowser } from './dashboardPage';
import { madePart, madeProgress, madeRecord, madeRun } from './madeRuns';
import { THEMES, type ThemeName } from './themes';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

const alone = madeRun('mix');
const compared = [
  madeRun('mix'),
  madeRun('mix-wide', {
    state: 'done',
    hasSae: true,
    progress: madeProgress(8000),
    result: { score: 1.5, loss: 0.01, density: 0.05, neurons_used: 500, best_epoch: 7 },
    record: madeRecord({ encoding_dim: 1024 }),
  }),
  madeRun('mix-failed', {
    state: 'failed',
    error: 'the loss is not finite at step 1234',
    problems: ['a line is cut off'],
  }),
];

describe.skipIf(!hasChromium())('the run dashboard', () => {
  let browser: Browser;
  let dashboard: DashboardPage;

  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    // Not only where a test thinks of it: errors, and what the security policy forbids, show on the console.
    expect(dashboard.complaints).toEqual([]);
    await dashboard.close();
  });
  afterAll(async () => {
    await browser.close();
  });

  /** A page that has been told of runs and of their metrics. */
  async function showing(
    runs: readonly RunView[],
    options: { theme?: ThemeName; width?: number; state?: DashboardState; intervals?: number; epochs?: number } = {},
  ): Promise<DashboardPage> {
    const { intervals = 50, epochs = 5, ...rest } = options;
    dashboard = await DashboardPage.open(browser, rest);
    await dashboard.send({ type: 'snapshot', runs, translations: {} }, ...seriesOf(runs, intervals, epochs));
    return dashboard;
  }

  test('says that it is ready, and renders what it is told then', async () => {
    dashboard = await DashboardPage.open(browser);
    expect(await dashboard.posted()).toEqual([{ type: 'ready' }]);
    await dashboard.page.getByText('Reading the runs').waitFor();
    await dashboard.send({ type: 'snapshot', runs: [alone], translations: {} });
    await dashboard.page.getByRole('listitem', { name: 'mix' }).getByText('epoch 5/10').waitFor();
    await dashboard.page.getByText('Training is starting').waitFor();
    await dashboard.send(...seriesOf([alone], 50, 5));
    await dashboard.page.getByRole('img', { name: 'Loss. mix: last 0.005' }).waitFor();
  });

  test('follows deltas, and a second snapshot', async () => {
    const { page } = await showing([alone]);
    await dashboard.send({ type: 'run', run: { ...alone, state: 'done', progress: madeProgress(10_000) } });
    await page.getByRole('listitem', { name: 'mix' }).getByText('done').waitFor();
    await dashboard.send({ type: 'series', part: madePart(alone.directory, 'epoch', 5, 6) });
    await page
      .getByRole('region', { name: 'Last Epoch' })
      .first()
      .getByRole('cell', { name: '6', exact: true })
      .waitFor();
    await dashboard.send({ type: 'run', run: madeRun('second') });
    await page.getByRole('heading', { name: '2 Runs' }).waitFor();
    await dashboard.send({ type: 'removed', directory: alone.directory });
    expect(await page.getByRole('listitem').allTextContents()).toEqual([expect.stringContaining('second')]);
    await dashboard.send({ type: 'snapshot', runs: [], translations: {} });
    await page.getByText('No run is shown').waitFor();
    expect(await page.locator('canvas').count()).toBe(0);
  });

  test('speaks the language of the snapshot', async () => {
    dashboard = await DashboardPage.open(browser);
    await dashboard.send({
      type: 'snapshot',
      runs: [alone],
      translations: { Run: 'Lauf', 'epoch {0}/{1}': 'Epoche {0} von {1}' },
    });
    await dashboard.page.getByRole('heading', { name: 'Lauf' }).waitFor();
    await dashboard.page.getByText('Epoche 5 von 10').waitFor();
  });

  test('sends what the user wants of a run, and offers what its state allows', async () => {
    const { page } = await showing(compared);
    await page.getByRole('button', { name: 'Stop: mix', exact: true }).click();
    await page.getByRole('button', { name: 'Resume: mix-failed' }).click();
    await page.getByRole('button', { name: 'Explore Neurons: mix-wide' }).click();
    await page.getByRole('button', { name: 'Log: mix-wide' }).click();
    await page.getByRole('button', { name: 'Config: mix-wide' }).click();
    await page.getByRole('button', { name: 'Remove from the comparison: mix-wide' }).click();
    await page.getByRole('button', { name: 'Add Runs…' }).click();
    const [running, done, failed] = compared.map(({ directory }) => directory);
    expect((await dashboard.posted()).slice(1)).toEqual([
      { type: 'stop', directory: running },
      { type: 'resume', directory: failed },
      { type: 'exploreNeurons', directory: done },
      { type: 'showLog', directory: done },
      { type: 'openConfig', directory: done },
      { type: 'remove', directory: done },
      { type: 'addRuns' },
    ]);
    expect(await page.getByRole('listitem', { name: 'mix-wide' }).locator('vscode-button').allTextContents()).toEqual([
      'Neurons',
      'Log',
      'Config',
      '',
    ]);
    await page.getByText('the loss is not finite at step 1234').waitFor();
    await page.getByText('a line is cut off').waitFor();
  });

  test('counts in what the user chooses, and keeps that', async () => {
    const { page } = await showing(compared);
    await dashboard.choose('X axis', 'Seconds');
    await page.getByRole('button', { name: 'Table: Loss' }).click();
    await page.getByRole('columnheader', { name: 'Seconds' }).waitFor();
    await dashboard.choose('Curves', 'Epochs');
    await page.getByRole('slider', { name: 'Smoothing' }).fill('0.6');
    await page.getByRole('checkbox', { name: 'Log y axis' }).click();
    await page.getByRole('checkbox', { name: 'mix-wide' }).click();
    await dashboard.settle();
    const { directories, view } = (await dashboard.kept())!;
    expect(directories).toEqual(compared.map(({ directory }) => directory));
    expect(view).toMatchObject({ xAxis: 'seconds', lineKind: 'epoch', smoothing: 0.6, logarithmic: true });
    expect(view).toMatchObject({ hidden: [compared[1]!.directory] });
    await dashboard.close();

    await showing(compared, { state: { directories, view } });
    const shown = dashboard.page.getByRole('combobox', { name: 'X axis' }).locator('.selected-value');
    expect((await shown.textContent())?.trim()).toBe('Seconds');
    expect((await dashboard.kept())?.view).toEqual(view);
  });

  test('says so where no epoch has ended, and shows the intervals when asked', async () => {
    const { page } = await showing([alone], { epochs: 0 });
    await dashboard.choose('Curves', 'Epochs');
    await page.getByText('No epoch has ended yet').waitFor();
    expect(await page.locator('canvas').count()).toBe(0);
    await page.getByRole('button', { name: 'Show Intervals' }).click();
    await page.getByRole('img', { name: 'Loss.' }).waitFor();
  });

  test('says how many values a logarithmic axis leaves out', async () => {
    const { page } = await showing([alone]);
    const part = madePart(alone.directory, 'interval', 50, 53);
    part.columns.loss.fill(0);
    await dashboard.send({ type: 'series', part });
    await page.getByRole('checkbox', { name: 'Log y axis' }).click();
    await page.getByText('3 values of 0 or less are left out').waitFor();
  });

  test('gives a chart as a table, thinned out where it is long', async () => {
    const { page } = await showing(compared, { intervals: 500 });
    await page.getByRole('button', { name: 'Table: Density' }).click();
    await page.getByText('Density, not smoothed: 200 of 500 rows').waitFor();
    const table = page.getByRole('region', { name: 'Density, table' });
    expect(await table.getByRole('row').count()).toBe(201);
    expect(await table.getByRole('row').last().getByRole('cell').count()).toBe(3);
    const last = madePart(compared[0]!.directory, 'interval', 499, 500).columns;
    const shown = await table.getByRole('row').last().locator('th, td').allTextContents();
    expect(Number(shown[0])).toBe(last.step[0]);
    expect(Number(shown[1])).toBeCloseTo(last.density[0]!, 7);
  });

  test('zooms all charts by keyboard', async () => {
    const { page } = await showing([alone]);
    await page.getByRole('button', { name: 'Table: MSE' }).click();
    const rows = () => page.getByRole('region', { name: 'MSE, table' }).getByRole('row').count();
    await page.getByText('MSE, not smoothed: 50 rows').waitFor();
    expect(await rows()).toBe(51);
    await page.getByRole('button', { name: 'Copy as PNG: Loss' }).focus();
    await dashboard.press('Tab');
    await page.getByText('+ and − zoom').first().waitFor();
    // To the middle half, steps 1250 to 3750: those of the lines from 1300 to 3700.
    await dashboard.press('+');
    expect(await rows()).toBe(1 + 25);
    await dashboard.press('ArrowRight', 'ArrowRight', 'ArrowRight');
    expect(await page.getByRole('region', { name: 'MSE, table' }).getByRole('rowheader').last().textContent()).toBe(
      '5000',
    );
    await dashboard.press('-', '0');
    expect(await rows()).toBe(51);
    expect(await page.getByRole('button', { name: 'Reset Zoom' }).count()).toBe(0);
  });

  test('zooms by dragging and by wheel, and back', async () => {
    const { page } = await showing([alone]);
    const box = (await page.locator('canvas').first().boundingBox())!;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('button', { name: 'Reset Zoom' }).click();
    await page.mouse.move(x, y);
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -200);
    await page.keyboard.up('Control');
    await page.getByRole('button', { name: 'Reset Zoom' }).waitFor();
    // Chart.js' plugin waits for the wheel to be still.
    await page.waitForTimeout(300);
    await dashboard.settle();
  });

  test('tells the exact values where the pointer is', async () => {
    const { page } = await showing(compared);
    const box = (await page.locator('canvas').first().boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.locator('.readout').waitFor();
    const rows = await page.locator('.readout tbody tr').allTextContents();
    expect(rows).toHaveLength(3);
    const step = Number(await page.locator('.readout tbody tr').first().locator('td').last().textContent());
    const row = step / 100 - 1;
    const { loss } = madePart(compared[0]!.directory, 'interval', row, row + 1).columns;
    expect(rows.join()).toContain(String(Number(loss[0]!.toPrecision(7))));
    await page.mouse.move(0, 0);
    await page.locator('.readout').waitFor({ state: 'detached' });
  });

  test('copies a chart as a PNG', async () => {
    const { page } = await showing(compared);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy as PNG: Loss' }).click();
    await page.getByRole('status').getByText('Copied').waitFor();
    const size = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const { width, height } = await createImageBitmap(await item!.getType('image/png'));
      return { width, height };
    });
    expect(size.width).toBe(1600);
    expect(size.height).toBeGreaterThan(800);
  });

  test('says why a chart was not copied', async () => {
    const { page } = await showing([alone]);
    await page.context().clearPermissions();
    await page.evaluate(() => {
      navigator.clipboard.write = () => Promise.reject(new Error('the clipboard is in use'));
    });
    await page.getByRole('button', { name: 'Copy as PNG: Loss' }).click();
    await page.getByRole('status').getByText('Not copied: the clipboard is in use').waitFor();
  });

  test('shows what differs between configs', async () => {
    const { page } = await showing(compared);
    const differing = page.getByRole('region', { name: 'What Differs' });
    expect(await differing.getByRole('row').allTextContents()).toEqual([
      'Key1mix2mix-wide3mix-failed',
      'encoding_dim5121024512',
    ]);
    await differing.getByText('What is the same').click();
    await differing.getByRole('rowheader', { name: 'learning_rate' }).waitFor();
  });

  test('follows the theme', async () => {
    const { page } = await showing([alone], { theme: 'dark' });
    const colours = () =>
      page.evaluate(() => ({
        swatch: document.querySelector('.swatch line')!.getAttribute('stroke'),
        button: getComputedStyle(document.querySelector('vscode-button.quiet')!).color,
        chart: document.querySelector('canvas')!.toDataURL(),
      }));
    const dark = await colours();
    await dashboard.setTheme('light');
    const light = await colours();
    expect(dark).toMatchObject({ swatch: '#e69f00', button: 'rgb(204, 204, 204)' });
    expect(light).toMatchObject({ swatch: '#c48700', button: 'rgb(59, 59, 59)' });
    expect(light.chart).not.toBe(dark.chart);
  });

  test('tells the extension of an error', async () => {
    await showing([alone]);
    await dashboard.send({ type: 'series', part: madePart('/elsewhere', 'interval', 0, 1) });
    expect((await dashboard.posted()).at(-1)).toEqual({
      type: 'failed',
      message: expect.stringContaining('metrics of a run that is not shown: /elsewhere') as string,
    });
    expect(dashboard.complaints.splice(0)).toEqual([expect.stringContaining('not shown')]);
  });

  test.each(Object.keys(THEMES) as ThemeName[])('is accessible in the theme %s', async (theme) => {
    const { page } = await showing(compared, { theme });
    await page.getByRole('button', { name: 'Table: Loss' }).click();
    await page.getByText('What is the same').click();
    expect(await violations(dashboard)).toEqual([]);
  });

  test('is accessible while it waits, and at 400 pixels, where nothing is cut off', async () => {
    const { page } = await showing([madeRun('waiting', { state: 'queued', progress: null, record: null })], {
      width: 400,
      intervals: 0,
      epochs: 0,
    });
    await page.getByText('Waiting for the runs before it').waitFor();
    expect(await violations(dashboard)).toEqual([]);
    await dashboard.send({ type: 'snapshot', runs: compared, translations: {} }, ...seriesOf(compared, 50, 5));
    expect(await violations(dashboard)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  });
});

function seriesOf(runs: readonly RunView[], intervals: number, epochs: number): ToDashboard[] {
  return runs.flatMap(({ directory }, seed) => [
    { type: 'series', part: madePart(directory, 'interval', 0, intervals, { seed }) },
    { type: 'series', part: madePart(directory, 'epoch', 0, epochs, { seed }) },
  ]);
}

/** What axe holds against the page: rule, gravity and elements. */
async function violations({ page }: DashboardPage): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations: found } = await page.evaluate<AxeResults>('axe.run()');
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
}
