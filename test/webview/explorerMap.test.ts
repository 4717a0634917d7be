import { describe, expect, test } from 'vitest';
import type { AnalysisView, FromExplorer, ToExplorer } from '../../src/protocol/explorer';
import { mapLayout, type MapLayout } from '../../src/webview/explorer/map/mapLayout';
import { distance } from '../../src/webview/shared/contrast';
import { ExplorerPage, hasChromium } from './explorerPage';
import { madeAnalysis } from './madeAnalysis';
import { browserOfSuite } from './browserOfSuite';
import { THEMES, type ThemeName } from './themes';

const made = madeAnalysis({ sample: 100 });
const many = madeAnalysis({ neurons: 512, sample: 10 });

interface Showing {
  readonly analysis?: AnalysisView;
  readonly view?: object;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
}

describe.skipIf(!hasChromium())('the map of neurons', () => {
  let explorer: ExplorerPage;
  const browser = browserOfSuite(() => explorer);

  async function showing({ analysis = made.view, view = {}, ...options }: Showing = {}) {
    explorer = await ExplorerPage.showing(browser(), analysis, view, { width: 1400, ...options });
    return explorer.page;
  }

  const grid = () => explorer.page.getByRole('grid');

  /** The layout that the page has: it follows from its size. */
  async function layout(analysis: AnalysisView = made.view, rows = analysis.neurons): Promise<MapLayout> {
    const size = await grid().evaluate(({ clientWidth, clientHeight }) => ({
      width: clientWidth,
      height: clientHeight,
    }));
    const { neurons, positions, labels } = analysis;
    return mapLayout(size, { columns: positions.length, rows, neurons, hasLabels: labels !== null, rowSize: 'auto' });
  }

  /** The middle of a cell, from the map's upper left corner. */
  function middle({ gutter, header, columnWidth, rowHeight }: MapLayout, row: number, place: number) {
    return { x: gutter + (place + 0.5) * columnWidth, y: header + (row + 0.5) * rowHeight };
  }

  /** The colour beside a cell's mark. */
  async function colourOf(at: MapLayout, row: number, place: number): Promise<string> {
    const { x, y } = middle(at, row, place);
    return grid()
      .locator('canvas')
      .evaluate(
        (canvas, pixel) => {
          const copy = Object.assign(document.createElement('canvas'), { width: 1, height: 1 });
          const context = copy.getContext('2d')!;
          context.drawImage(canvas as HTMLCanvasElement, -pixel.x, -pixel.y);
          const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
          if (alpha === 0) return 'nothing';
          return `#${[red, green, blue].map((value) => value!.toString(16).padStart(2, '0')).join('')}`;
        },
        { x: Math.round(x - at.columnWidth / 2 + 3), y: Math.round(y) },
      );
  }

  async function click(row: number, place: number, at?: MapLayout): Promise<void> {
    await grid().click({ position: middle(at ?? (await layout()), row, place) });
    await explorer.settle();
  }

  const posted = async (type: FromExplorer['type']) =>
    (await explorer.posted()).filter((message) => message.type === type);

  /** The analysis with other densities. */
  function withDensity(density: Float32Array): AnalysisView {
    return { ...made.view, labels: null, bestScore: null, map: { ...made.view.map, density } };
  }

  test('draws values in their colours, and nothing where a neuron is never active', async () => {
    const density = new Float32Array(64 * 22);
    density.set([0.5, 1, 0, 0.25], 3 * 22);
    await showing({ analysis: withDensity(density), view: { neuron: 0 } });
    const at = await layout({ ...made.view, labels: null });
    expect(await colourOf(at, 3, 1)).toBe('#fde725');
    // matplotlib.colormaps['viridis'](128) and (64)
    expect(distance(await colourOf(at, 3, 0), '#21918c')).toBeLessThan(2);
    expect(distance(await colourOf(at, 3, 3), '#3b528b')).toBeLessThan(2);
    expect(await colourOf(at, 3, 2)).toBe('nothing');
    expect(await colourOf(at, 4, 0)).toBe('nothing');
  });

  test('draws other figures, other questions and a logarithmic scale when asked', async () => {
    const page = await showing({ view: { neuron: 0 } });
    const at = await layout();
    const carry = middle(at, 16, 10);
    expect(carry.x).toBeGreaterThan(0);
    const before = await colourOf(at, 16, 10);
    await page.getByRole('checkbox', { name: 'Log scale' }).click();
    await explorer.settle();
    expect(await colourOf(at, 16, 10)).not.toBe(before);
    await page.getByRole('checkbox', { name: 'Log scale' }).click();
    await explorer.choose('Questions', 'S: additions');
    expect(await posted('classMap')).toEqual([{ type: 'classMap', rows: 'S' }]);
    await page.getByText('Reading …').waitFor();
    await explorer.send({ type: 'classMap', rows: 'S', map: made.classMap('S') });
    // Half of the additions carry there, and no subtraction.
    expect(await colourOf(at, 16, 10)).not.toBe(before);
    await explorer.choose('Questions', 'N: subtractions, result < 0');
    await explorer.send({ type: 'classMap', rows: 'N', map: null });
    await page.getByText('No sampled question is of class N').waitFor();
    await explorer.choose('Show', 'Best Label Score');
    await page.getByRole('img', { name: 'Legend: Best Label Score' }).waitFor();
  });

  test('selects by pointer: a cell, a row, a label, a heading', async () => {
    const page = await showing();
    const at = await layout();
    const kept = async () => (await explorer.kept())!.view;
    await click(20, 9);
    expect(await kept()).toMatchObject({ neuron: 20, position: 9 });
    expect((await posted('neuron')).at(-1)).toEqual({ type: 'neuron', neuron: 20 });
    await grid().click({ position: { x: 5, y: middle(at, 21, 0).y } });
    await explorer.settle();
    expect(await kept()).toMatchObject({ neuron: 21, position: null });
    // Proved at P9, and where A4 and A3 are predicted.
    const label = made.view.labels!.find(({ neuron }) => neuron === 16)!;
    await grid().click({ position: { x: at.width - 40, y: middle(at, 16, 0).y } });
    await explorer.settle();
    expect(await kept()).toMatchObject({ neuron: 16, position: label.position });
    await grid().click({ position: { x: middle(at, 0, 2).x, y: 8 } });
    await explorer.settle();
    expect(await kept()).toMatchObject({ neuron: 16, position: 2 });
    await page.getByRole('tab', { name: 'Neurons' }).waitFor();
  });

  test('is walked through by keyboard, and says where one is', async () => {
    const page = await showing({ view: { neuron: 15, position: null } });
    await grid().focus();
    const said = async () => {
      const id = await grid().getAttribute('aria-activedescendant');
      return page.locator(`[id="${id}"]`).textContent();
    };
    expect(await said()).toBe('Neuron 15');
    await explorer.press('ArrowDown');
    expect(await said()).toMatch(/^Neuron 16, A2\.SC proved/);
    await explorer.press('End', 'ArrowLeft', 'ArrowLeft');
    expect(await said()).toMatch(/^Neuron 16 at A2: Density 0/);
    await explorer.press('ArrowLeft', 'ArrowLeft');
    expect(await said()).toMatch(/^Neuron 16 at A4: Density 0.*, A2\.SC proved$/);
    await explorer.press('Control+End');
    expect(await said()).toMatch(/^Neuron 63 at A0: Density 0$/);
    await explorer.press('Enter');
    expect(await page.evaluate(() => document.activeElement!.className)).toBe('neuron-side');
  });

  test('tells what is under the pointer, in words', async () => {
    const page = await showing();
    const { x, y } = middle(await layout(), 16, 10);
    await grid().hover({ position: { x, y } });
    const tip = page.locator('.tip');
    await tip.getByText("Neuron 16 at D'2 (P10)").waitFor();
    const text = await tip.textContent();
    expect(text).toContain('A2.SC proved');
    expect(text).toContain('in additions');
    await grid().focus();
    await explorer.press('Escape');
    expect(await tip.count()).toBe(0);
  });

  test('filters and sorts, says how many are left, and keeps that', async () => {
    const page = await showing();
    const status = page.locator('.map-count');
    await page.getByRole('searchbox', { name: 'Find' }).fill('sc d-1');
    await explorer.settle();
    const carries = made.made.filter(({ planted }) => planted?.task === 'SC').length;
    expect(await status.textContent()).toBe(`${carries} of 64 neurons`);
    await explorer.choose('Sort by', 'Density');
    await page.getByRole('button', { name: 'Reverse the order' }).click();
    await explorer.choose('Rows', 'Large');
    const { view } = (await explorer.kept())!;
    expect(view).toMatchObject({
      map: { sort: 'density', reversed: true, rowSize: 'large', filter: { text: 'sc d-1' } },
    });
    await page.getByRole('searchbox', { name: 'Find' }).fill('no such label');
    await page.getByText('No neuron is as the filter asks').waitFor();
    await page.getByRole('button', { name: 'Show All' }).click();
    await expect.poll(() => status.textContent()).toBe('64 of 64 neurons');
    await explorer.close();

    await showing({ view: view as object });
    await expect.poll(() => explorer.page.locator('.map-count').textContent()).toBe(`${carries} of 64 neurons`);
  });

  test('is a table, too, a hundred neurons at a time', async () => {
    const page = await showing({ analysis: many.view });
    await page.getByRole('button', { name: 'Table: Map' }).click();
    const table = page.getByRole('region', { name: 'Density, table' });
    await expect.poll(() => table.getByRole('row').count()).toBe(101);
    const row = table.getByRole('row').nth(17);
    expect(await row.getByRole('cell').count()).toBe(23);
    expect(Number(await row.getByRole('cell').nth(10).textContent())).toBeCloseTo(
      many.view.map.density[16 * 22 + 10]!,
      3,
    );
    expect(await row.getByRole('cell').last().textContent()).toContain('A2.SC');
    await page.getByRole('button', { name: 'Later' }).click();
    await page.getByText('Rows 101 to 200 of 512').waitFor();
    await table.getByRole('button', { name: 'Show neuron 123' }).click();
    await expect.poll(async () => (await posted('neuron')).at(-1)).toEqual({ type: 'neuron', neuron: 123 });
  });

  test('saves what is shown as CSV, SVG and PNG', async () => {
    const page = await showing({ view: { map: { filter: { text: '8-23' }, figure: 'max' } } });
    for (const format of ['CSV', 'SVG', 'PNG'])
      await page.getByRole('button', { name: `Save as ${format}: Map` }).click();
    await expect.poll(async () => (await posted('save')).length).toBe(3);
    const [csv, svg, png] = (await posted('save')) as Extract<FromExplorer, { type: 'save' }>[];
    const lines = (csv!.content as string).trimEnd().split('\r\n');
    expect(lines).toHaveLength(17);
    expect(lines[0]).toContain('Maximum D5 P0,Maximum D4 P1');
    expect(lines[9]!.split(',').slice(0, 2).join()).toMatch(/^16,.*A2\.SC/);
    expect(svg!.content).toContain("D'2");
    expect(svg!.content).toContain('● A2.SC S +2');
    expect(svg!.content).toContain('16 of 64 neurons');
    const isDrawn = await page.evaluate((text) => {
      const document = new DOMParser().parseFromString(text, 'image/svg+xml');
      return document.querySelector('parsererror') === null && document.querySelectorAll('path').length > 2;
    }, svg!.content as string);
    expect(isDrawn).toBe(true);
    expect(png!.format).toBe('png');
  });

  test('reads the neurons of the rows near the chosen one ahead, and needs to ask for none of them later', async () => {
    const page = await showing({ view: { neuron: 20 } });
    await explorer.send({ type: 'neuron', neuron: 20, view: made.neuron(20) });
    const ahead = async () => (await posted('readAhead')).map((message) => (message as { neuron: number }).neuron);
    for (const [i, neuron] of [21, 19, 22].entries()) {
      await expect.poll(ahead).toHaveLength(i + 1);
      expect((await ahead()).at(-1)).toBe(neuron);
      await explorer.send({ type: 'neuron', neuron, view: made.neuron(neuron) });
    }
    const asked = await posted('neuron');
    await click(19, 3);
    await page.getByRole('heading', { name: 'Neuron 19', exact: true }).waitFor();
    expect(await posted('neuron')).toEqual(asked);
  });

  test('brings a neuron that is shown from elsewhere into sight', async () => {
    const page = await showing({ analysis: many.view, view: { neuron: 0 } });
    const reveal: ToExplorer = { type: 'reveal', neuron: 500, position: 18 };
    await explorer.send(reveal);
    const { scrollTop, clientHeight } = await grid().evaluate((element) => ({
      scrollTop: element.scrollTop,
      clientHeight: element.clientHeight,
    }));
    const { rowHeight, header } = await layout(many.view);
    expect(500 * rowHeight).toBeGreaterThanOrEqual(scrollTop);
    expect(header + 501 * rowHeight).toBeLessThanOrEqual(scrollTop + clientHeight);
    expect((await explorer.kept())!.view).toMatchObject({ neuron: 500, position: 18 });
    await page.getByRole('tab', { name: 'Neurons', selected: true }).waitFor();
  });

  test('shares the width with the neuron as the user wants', async () => {
    const page = await showing();
    const width = async () => (await page.locator('.map-pane').boundingBox())!.width;
    const before = await width();
    await page.getByRole('separator', { name: 'Width of the map' }).focus();
    await explorer.press('ArrowRight', 'ArrowRight');
    await expect.poll(width).toBeGreaterThan(before + 20);
    const bar = (await page.getByRole('separator', { name: 'Width of the map' }).boundingBox())!;
    await page.mouse.move(bar.x + 4, bar.y + 100);
    await page.mouse.down();
    await page.mouse.move(bar.x - 200, bar.y + 100, { steps: 4 });
    await page.mouse.up();
    await explorer.settle();
    await expect.poll(width).toBeLessThan(before - 100);
    expect((await explorer.kept())!.view).toMatchObject({ split: expect.any(Number) as number });
  });

  test('follows the theme', async () => {
    await showing({ view: { neuron: 0 }, theme: 'dark' });
    const at = await layout();
    // Always on.
    expect(await colourOf(at, 14, 0)).toBe('#fde725');
    await explorer.setTheme('light');
    expect(await colourOf(at, 14, 0)).toBe('#440154');
    await explorer.setTheme('highContrast');
    expect(await colourOf(at, 14, 0)).toBe('#ffffff');
  });

  test.each(Object.keys(THEMES) as ThemeName[])('is accessible in the theme %s', async (theme) => {
    const page = await showing({ theme, view: { neuron: 16, position: 10 } });
    expect(await explorer.violations()).toEqual([]);
    await page.getByRole('button', { name: 'Table: Map' }).click();
    expect(await explorer.violations()).toEqual([]);
  });

  test('stands above the neuron where it is narrow, and nothing is cut off', async () => {
    const page = await showing({ width: 480 });
    await explorer.send({ type: 'neuron', neuron: 16, view: made.neuron(16) });
    const [map, neuron] = [
      await page.locator('.map-pane').boundingBox(),
      await page.locator('.neuron-side').boundingBox(),
    ];
    expect(neuron!.y).toBeGreaterThanOrEqual(map!.y + map!.height);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480);
  });
});
