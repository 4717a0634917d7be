import { describe, expect, test } from 'vitest';
import { browserOfSuite } from './browserOfSuite';
import { madeSweep } from './madeTrials';
import { hasChromium, SweepPage } from './sweepPage';

declare global {
  /** Of each drawing of a canvas, how many strokes and points it had. */
  var drawn: { strokes: number; points: number }[];
}

const TRIALS = 2000;
const made = madeSweep({ trials: TRIALS });
const withPlace = made.trials.filter(({ objective }) => objective !== null).length;
/** As many colours as lines are drawn in, and one for those without a value. */
const MOST_COLOURS = 25;

describe.skipIf(!hasChromium())('a sweep of 2,000 trials', () => {
  let explorer: SweepPage;
  const browser = browserOfSuite(() => explorer);

  async function showing(view: object) {
    explorer = await SweepPage.showing(browser(), made, view, { width: 1400 });
    await explorer.page.evaluate(countDrawings);
    return explorer.page;
  }

  /** What was drawn since it was asked last. */
  const drawn = () => explorer.page.evaluate(() => globalThis.drawn.splice(0));

  test('the table has rows for what is in sight alone, wherever it is scrolled to', async () => {
    const page = await showing({ sort: { column: 'trial', descending: false } });
    const box = page.locator('.trial-box');
    const rows = () => page.locator('.trials tbody tr:not(.gap)').count();
    const { clientHeight, scrollHeight } = await box.evaluate((element) => ({
      clientHeight: element.clientHeight,
      scrollHeight: element.scrollHeight,
    }));
    expect(scrollHeight).toBeGreaterThanOrEqual(TRIALS * 24);
    const most = Math.ceil(clientHeight / 24) + 14;
    expect(await rows()).toBeLessThanOrEqual(most);
    for (const top of [0, 10_000, 24_000, scrollHeight]) {
      await box.evaluate((element, to) => void (element.scrollTop = to), top);
      await explorer.settle();
      expect(await rows()).toBeLessThanOrEqual(most);
      // All that is in sight is there.
      const first = Math.floor(Math.min(top, scrollHeight - clientHeight) / 24);
      const numbers = await page.locator('.trials tbody th').allTextContents();
      const shown = new Set(numbers.map((text) => Number(/\d+/.exec(text)![0])));
      for (let row = first; row < Math.min(first + Math.floor((clientHeight - 26) / 24), TRIALS); row++) {
        expect(shown).toContain(row);
      }
      expect(await page.locator('*').count()).toBeLessThan(2500);
    }
    // Nothing of the charts was drawn for it.
    expect(await drawn()).toEqual([]);
  });

  test('the scatter plot draws its points once, and one layer for the pointer', async () => {
    const page = await showing({ tab: 'scatter' });
    const box = (await page.locator('.scatter').boundingBox())!;
    for (let i = 0; i < 20; i++) await page.mouse.move(box.x + 300 + 10 * i, box.y + 120 + 3 * i);
    await explorer.settle();
    const hovering = await drawn();
    expect(hovering.length).toBeGreaterThan(0);
    // Rings about the trials that are pointed at and looked at.
    for (const { points } of hovering) expect(points).toBeLessThanOrEqual(2);

    await page.mouse.down();
    await page.mouse.move(box.x + 900, box.y + 300, { steps: 20 });
    await explorer.settle();
    for (const { points } of await drawn()) expect(points).toBeLessThanOrEqual(2);
    await page.mouse.up();
    await explorer.settle();
    const chosen = ((await explorer.kept())!.view as { readonly picked: readonly number[] }).picked.length;
    expect(chosen).toBeGreaterThan(100);
    // What is chosen, not what is not: the layer of all points only recedes.
    const choosing = await drawn();
    expect(Math.max(...choosing.map(({ points }) => points))).toBeLessThanOrEqual(chosen + made.sweep.best.length);

    await page.getByRole('searchbox', { name: 'Filter' }).fill('score<5');
    await explorer.settle();
    const all = (await drawn()).filter(({ points }) => points > withPlace / 2);
    expect(all.map(({ points }) => points)).toEqual([withPlace]);
  });

  test('parallel coordinates draw all lines of a colour at once, and brushing leaves the others alone', async () => {
    const page = await showing({ tab: 'parallel' });
    await page.getByRole('searchbox', { name: 'Filter' }).fill('trial>=0');
    await explorer.settle();
    const whole = await drawn();
    for (const { strokes } of whole) expect(strokes).toBeLessThanOrEqual(MOST_COLOURS);
    expect(Math.max(...whole.map(({ strokes }) => strokes))).toBeGreaterThan(5);
    const plot = (await page.locator('.parallel').boundingBox())!;
    for (let i = 0; i < 20; i++) await page.mouse.move(plot.x + 200, plot.y + 100 + 5 * i);
    await explorer.settle();
    // A line and its outline, of two trials at most.
    for (const { strokes } of await drawn()) expect(strokes).toBeLessThanOrEqual(4);

    const axis = (await page.getByRole('slider', { name: 'Brush on k' }).boundingBox())!;
    await page.mouse.move(axis.x + 14, axis.y + 20);
    await explorer.settle();
    await drawn();
    const frames = await countFrames();
    await page.mouse.down();
    await page.mouse.move(axis.x + 14, axis.y + axis.height / 2, { steps: 30 });
    await page.mouse.up();
    await explorer.settle();
    const passed = await frames();
    const brushing = await drawn();
    expect(brushing.length).toBeGreaterThan(0);
    // Of the layers of what is chosen and what is looked at, at most one drawing a frame each.
    expect(brushing.length).toBeLessThanOrEqual(2 * passed);
    for (const { strokes } of brushing) expect(strokes).toBeLessThanOrEqual(MOST_COLOURS);
  });

  test('a trial that ends is drawn once, whatever else is said at the time', async () => {
    await showing({ tab: 'parallel' });
    const ended = made.trials
      .slice(-3)
      .map((trial) => ({ ...trial, state: 'done' as const, objective: { score: 1, explained_variance: 0.9 } }));
    await explorer.send(...ended.map((trial) => ({ type: 'trials' as const, trials: [trial] })), {
      type: 'sweep',
      sweep: { ...made.sweep, best: [3] },
    });
    const counts = await drawn();
    // Each layer once.
    expect(counts).toHaveLength(3);
    for (const { strokes } of counts) expect(strokes).toBeLessThanOrEqual(MOST_COLOURS);
  });

  /** Counts frames from now on; the function that is returned says how many have passed. */
  async function countFrames(): Promise<() => Promise<number>> {
    const counter = await explorer.page.evaluateHandle(() => {
      const state = { frames: 0 };
      const next = () => {
        state.frames++;
        requestAnimationFrame(next);
      };
      requestAnimationFrame(next);
      return state;
    });
    return () => counter.evaluate(({ frames }) => frames);
  }
});

/** Runs in the page: a drawing begins with a new size of its canvas, which makes it empty. */
function countDrawings(): void {
  globalThis.drawn = [];
  const { prototype } = CanvasRenderingContext2D;
  const watch = (name: 'scale' | 'stroke' | 'arc', seen: () => void) => {
    const own = Reflect.get(prototype, name) as (...all: unknown[]) => void;
    Reflect.set(prototype, name, function (this: CanvasRenderingContext2D, ...all: unknown[]) {
      seen();
      own.apply(this, all);
    });
  };
  const last = () => globalThis.drawn[globalThis.drawn.length - 1]!;
  watch('scale', () => globalThis.drawn.push({ strokes: 0, points: 0 }));
  watch('stroke', () => last().strokes++);
  watch('arc', () => last().points++);
}
