import { describe, expect, test } from 'vitest';
import type { AnalysisView } from '../../src/protocol/explorer';
import { mapLayout } from '../../src/webview/explorer/map/mapLayout';
import { browserOfSuite } from './browserOfSuite';
import { ExplorerPage, hasChromium } from './explorerPage';
import { madeAnalysis } from './madeAnalysis';

declare global {
  /** Of each drawing of a canvas, how many cells it has drawn. */
  var cellCounts: number[];
}

describe.skipIf(!hasChromium())('the map of many neurons', () => {
  let explorer: ExplorerPage;
  const browser = browserOfSuite(() => explorer);

  async function showing(analysis: AnalysisView, view: object) {
    explorer = await ExplorerPage.showing(browser(), analysis, view, { width: 1400 });
    return explorer.page;
  }

  const grid = () => explorer.page.getByRole('grid');

  test.each([
    [512, 'auto'],
    [8192, 'small'],
  ] as const)('draws of %i neurons only what is in sight, and nothing for the pointer', async (neurons, rowSize) => {
    const analysis = withFewLabels(madeAnalysis({ neurons, sample: 4 }).view);
    const page = await showing(analysis, { neuron: 0, map: { rowSize } });
    const { clientHeight, clientWidth, scrollHeight } = await grid().evaluate((element) => ({
      clientHeight: element.clientHeight,
      clientWidth: element.clientWidth,
      scrollHeight: element.scrollHeight,
    }));
    const { rowHeight, header } = mapLayout(
      { width: clientWidth, height: clientHeight },
      { columns: 22, rows: neurons, neurons, hasLabels: true, rowSize },
    );
    expect(scrollHeight).toBeGreaterThanOrEqual(neurons * rowHeight);
    const canvas = await grid().locator('canvas').boundingBox();
    expect(canvas).toMatchObject({ width: clientWidth, height: clientHeight });
    const inSight = (Math.ceil((clientHeight - header) / rowHeight) + 1) * 22;

    await page.evaluate(countCells);
    const drawn = () => page.evaluate(() => globalThis.cellCounts.splice(0));
    const box = (await grid().boundingBox())!;
    await page.mouse.move(box.x + 100, box.y + 200);
    await page.mouse.move(box.x + 200, box.y + 300, { steps: 10 });
    await explorer.settle();
    expect(await drawn()).toEqual([]);

    // Many events in a frame, one drawing.
    const frames = await grid().evaluate(async (element) => {
      let passed = 0;
      for (let i = 0; i < 10; i++) {
        for (let j = 0; j < 4; j++) element.scrollTop += 40;
        await new Promise((next) => requestAnimationFrame(next));
        passed++;
      }
      return passed;
    });
    await explorer.settle();
    const counts = await drawn();
    expect(counts.length).toBeGreaterThan(0);
    expect(counts.length).toBeLessThanOrEqual(frames + 1);
    for (const count of counts) expect(count).toBeLessThanOrEqual(inSight);
    await grid().evaluate((element) => void (element.scrollTop = element.scrollHeight));
    await explorer.settle();
    const last = await drawn();
    expect(last.at(-1)).toBeGreaterThan(0);
    expect(last.at(-1)).toBeLessThanOrEqual(inSight);
  });
});

/** Playwright takes long to hand over tens of thousands of labels. */
function withFewLabels(analysis: AnalysisView): AnalysisView {
  return { ...analysis, labels: analysis.labels!.slice(0, 100) };
}

/** Runs in the page: a drawing begins by clearing, and fills a rectangle for each cell. */
function countCells(): void {
  globalThis.cellCounts = [];
  const watch = (name: 'clearRect' | 'fillRect', seen: () => void) => {
    const own = Reflect.get<CanvasRenderingContext2D, typeof name>(CanvasRenderingContext2D.prototype, name);
    Reflect.set(
      CanvasRenderingContext2D.prototype,
      name,
      function (this: CanvasRenderingContext2D, ...rectangle: Parameters<typeof own>) {
        seen();
        own.apply(this, rectangle);
      },
    );
  };
  watch('clearRect', () => globalThis.cellCounts.push(0));
  watch('fillRect', () => globalThis.cellCounts[globalThis.cellCounts.length - 1]!++);
}
