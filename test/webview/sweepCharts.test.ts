import { describe, expect, test } from 'vitest';
import { MOST_FOLLOWED } from '../../src/protocol/sweep';
import { browserOfSuite } from './browserOfSuite';
import { madePart } from './madeRuns';
import { madeSweep } from './madeTrials';
import { hasChromium, SweepPage } from './sweepPage';

const made = madeSweep({ trials: 60 });

describe.skipIf(!hasChromium())('the charts of the sweep explorer', () => {
  let explorer: SweepPage;
  const browser = browserOfSuite(() => explorer);

  async function showing(view: object = {}) {
    explorer = await SweepPage.showing(browser(), made, view, { width: 1400 });
    return explorer.page;
  }

  test('choosing by a rectangle and by a lasso in the scatter plot', async () => {
    const page = await showing();
    const box = (await page.locator('.scatter').boundingBox())!;
    const at = (x: number, y: number) => [box.x + x, box.y + y] as const;
    await page.mouse.move(...at(67, 1));
    await page.mouse.down();
    await page.mouse.move(...at(box.width - 1, box.height - 41), { steps: 5 });
    await page.mouse.up();
    await explorer.settle();
    const placed = made.trials.filter(({ objective }) => objective !== null).length;
    expect(await explorer.counts()).toBe(`60 trials · ${placed} chosen`);
    await page.getByRole('button', { name: 'Lasso' }).click();
    const left = box.width / 4;
    await page.mouse.move(...at(67, 1));
    await page.mouse.down();
    for (const [x, y] of [
      [left, 1],
      [left, box.height - 41],
      [67, box.height - 41],
    ] as const)
      await page.mouse.move(...at(x, y), { steps: 4 });
    await page.mouse.up();
    await explorer.settle();
    const picked = (await explorer.view()).picked as number[];
    const limit = Math.max(...picked.map(score));
    expect(picked.length).toBeGreaterThan(3);
    expect(picked.length).toBeLessThan(placed);
    // A stretch of the x axis holds all with less.
    expect(picked.toSorted((a, b) => a - b)).toEqual(
      made.trials.filter(({ objective }) => objective !== null && objective.score! <= limit).map(({ trial }) => trial),
    );
    await page.locator('.scatter').focus();
    await explorer.press('Escape');
    expect(await explorer.counts()).toBe('60 trials');
  });

  test('a point of the scatter plot says what it is, and a click looks at it', async () => {
    const page = await showing();
    await page.locator('.scatter').focus();
    // To the point after the best along x.
    await explorer.press('ArrowRight');
    const placed = made.trials
      .filter(({ objective }) => objective !== null)
      .toSorted((a, b) => score(a.trial) - score(b.trial));
    const second = placed[1]!.trial;
    await page.getByRole('heading', { name: `Trial ${second}`, exact: true }).waitFor();
    await explorer.press(' ');
    expect(await explorer.view()).toMatchObject({ picked: [second] });
    await explorer.choose('Y axis', 'learning_rate');
    expect(await page.getByRole('checkbox', { name: 'Log y' }).getAttribute('aria-checked')).toBe('true');
    await explorer.choose('X axis', 'Trial');
    const box = (await page.locator('.scatter').boundingBox())!;
    // Trials lie side by side from 0 to 59: pointing at each height above one finds it.
    for (let y = 10; y < box.height - 40 && (await page.locator('.tip').count()) === 0; y += 8) {
      await page.mouse.move(box.x + box.width / 2, box.y + y);
      await explorer.settle();
    }
    const title = await page.locator('.tip-title').textContent();
    const found = Number(/Trial (\d+)/.exec(title!)![1]);
    expect(await page.locator('.tip').textContent()).toContain(
      `learning_rate${Number(Number(made.trials[found]!.parameters.learning_rate).toPrecision(4))}`,
    );
    await page.mouse.down();
    await page.mouse.up();
    await page.getByRole('heading', { name: `Trial ${found}`, exact: true }).waitFor();
  });

  test('brushes of parallel coordinates combine, by dragging and by keys', async () => {
    const page = await showing({ tab: 'parallel' });
    const rate = page.getByRole('slider', { name: 'Brush on learning_rate' });
    const box = (await rate.boundingBox())!;
    await page.mouse.move(box.x + 14, box.y + 1);
    await page.mouse.down();
    await page.mouse.move(box.x + 14, box.y + box.height / 2, { steps: 4 });
    await page.mouse.up();
    await explorer.settle();
    const upper = made.trials.filter(({ parameters }) => Number(parameters.learning_rate) > 1e-3);
    expect(await explorer.counts()).toBe(`60 trials · ${upper.length} chosen`);
    expect(await rate.getAttribute('aria-valuetext')).toMatch(/^0\.0009\d+ to 0\.011\d*$|^0\.001(0\d*)? to 0\.011\d*$/);
    const hook = page.getByRole('slider', { name: 'Brush on hook' });
    await hook.focus();
    await explorer.press('Enter', 'End', 'Control+ArrowDown', 'Control+ArrowDown', 'Control+ArrowDown');
    const both = upper.filter(({ parameters }) => parameters.hook === 'mlp.hook_post');
    expect(await hook.getAttribute('aria-valuetext')).toBe('mlp.hook_post to mlp.hook_post');
    // From 0.74 to 1: the step of the second value, at 0.75, lies within.
    expect(await explorer.counts()).toBe(`60 trials · ${both.length} chosen`);
    await explorer.press('Delete');
    expect(await explorer.counts()).toBe(`60 trials · ${upper.length} chosen`);
    await page.getByRole('button', { name: 'Clear Brushes' }).click();
    await explorer.settle();
    expect(await explorer.counts()).toBe('60 trials');
  });

  test('follows the curves of what is chosen, for as long as they are shown', async () => {
    const page = await showing({ tab: 'curves', trial: 1, picked: [4, 2] });
    const follows = async () => (await explorer.told()).filter(({ type }) => type === 'follow');
    await expect.poll(follows).toEqual([{ type: 'follow', trials: [1, 2, 4] }]);
    await page.getByText('3 of 3 trials have no lines yet').waitFor();
    for (const trial of [1, 2]) {
      await explorer.send({
        type: 'series',
        part: madePart(made.trials[trial]!.directory, 'interval', 0, 50, { seed: trial }),
      });
    }
    await page.getByRole('img', { name: 'Loss of 2 trials' }).waitFor();
    const last = madePart('', 'interval', 49, 50, { seed: 2 }).columns;
    const curves = page.getByRole('list', { name: 'Curves' });
    const shown = async (trial: number) =>
      Number(
        (await curves
          .getByRole('button', { name: `Trial ${trial}` })
          .locator('.last')
          .textContent())!,
      );
    expect(await shown(2)).toBeCloseTo(last.loss[0]!, 7);
    await explorer.choose('Metric', 'Density');
    expect(await shown(2)).toBeCloseTo(last.density[0]!, 7);
    await explorer.send({ type: 'series', part: madePart(made.trials[2]!.directory, 'interval', 50, 60, { seed: 2 }) });
    const later = madePart('', 'interval', 59, 60, { seed: 2 }).columns.density[0]!;
    await expect.poll(() => shown(2)).toBeCloseTo(later, 7);
    await page.getByRole('button', { name: 'Save as CSV: Learning Curves' }).click();
    const file = (await explorer.told()).at(-1) as { readonly content: string };
    expect(file.content.trim().split('\r\n')).toHaveLength(1 + 50 + 60);
    await page.getByRole('button', { name: 'Save as PNG: Learning Curves' }).click();
    await expect.poll(async () => (await explorer.told()).at(-1)).toMatchObject({ type: 'save', format: 'png' });
    // Another snapshot: the extension has forgotten what was followed.
    await explorer.send({ type: 'snapshot', ...made, translations: {} });
    await expect.poll(async () => (await follows()).length).toBe(2);
    await page.getByRole('tab', { name: 'Scatter' }).click();
    await expect.poll(async () => (await follows()).at(-1)).toEqual({ type: 'follow', trials: [] });
  });

  test('zooms curves by keyboard, and shows epochs', async () => {
    const page = await showing({ tab: 'curves', trial: 1 });
    await expect.poll(async () => (await explorer.told()).length).toBe(1);
    await explorer.send({ type: 'series', part: madePart(made.trials[1]!.directory, 'interval', 0, 50) });
    await page.getByRole('img', { name: 'Loss of 1 trials' }).waitFor();
    await page.getByRole('group', { name: 'Learning curves, chart' }).focus();
    await explorer.press('+', 'ArrowRight');
    await page.getByRole('button', { name: 'Reset Zoom' }).click();
    await explorer.settle();
    expect(await page.getByRole('button', { name: 'Reset Zoom' }).count()).toBe(0);
    await explorer.choose('Curves', 'Epochs');
    await page.getByRole('img', { name: 'Loss of 0 trials' }).waitFor();
  });

  test('says that it follows the first of many', async () => {
    const picked = Array.from({ length: 55 }, (_, trial) => trial);
    const page = await showing({ tab: 'curves', trial: 59, picked });
    await page.getByText(`Shown are the first ${MOST_FOLLOWED} of 56 trials`).waitFor();
    await expect.poll(async () => (await explorer.told()).length).toBe(1);
    const [follow] = (await explorer.told()) as readonly { readonly trials: readonly number[] }[];
    expect(follow!.trials).toHaveLength(MOST_FOLLOWED);
    expect(follow!.trials).toContain(59);
  });

  test('says what matters, and where that cannot be told', async () => {
    const page = await showing({ tab: 'importance' });
    const part = page.getByRole('region', { name: 'score' });
    await part.getByRole('img', { name: 'score. batch_size: 50% alone, 60% with others' }).waitFor();
    await part.getByRole('button', { name: 'Save as CSV: score' }).click();
    expect((await explorer.told()).at(-1)).toMatchObject({ name: 'search importance score', format: 'csv' });
    const importance = { trials: 2, objectives: { score: [], explained_variance: [] } };
    await explorer.send({ type: 'sweep', sweep: { ...made.sweep, importance } });
    await part.getByText('too few trials').waitFor();
    await explorer.send({ type: 'sweep', sweep: { ...made.sweep, importance: null } });
    await page.getByText('Not told yet').waitFor();
  });

  test('keys may come faster than drawings', async () => {
    const page = await showing({ tab: 'parallel', sort: { column: 'trial', descending: false }, trial: 0 });
    await page.getByRole('grid').evaluate(pressAtOnce, ['ArrowDown', ' ', 'ArrowDown', ' ', 'Shift+ArrowDown']);
    expect(await explorer.view()).toMatchObject({ trial: 3, picked: [1, 2, 3] });
    const brush = page.getByRole('slider', { name: 'Brush on hook' });
    await brush.evaluate(pressAtOnce, ['Enter', 'End', 'ArrowDown', 'ArrowDown']);
    const { min, max } = ((await explorer.view()).brushes as Record<string, { min: number; max: number }>)[
      'parameter hook'
    ]!;
    expect([min, max]).toEqual([expect.closeTo(0.76, 9), expect.closeTo(0.96, 9)]);
    await page.getByRole('tab', { name: 'Learning Curves' }).click();
    const plot = page.getByRole('group', { name: 'Learning curves, chart' });
    await plot.evaluate(pressAtOnce, ['+', 'ArrowRight']);
    await page.getByRole('button', { name: 'Reset Zoom' }).waitFor();
  });

  test('writes its charts to files', async () => {
    const page = await showing({ brushes: { 'parameter k': { min: 4, max: 30 } } });
    await page.getByRole('button', { name: 'Save as SVG: Scatter plot' }).click();
    const scatter = (await explorer.told()).at(-1) as { readonly content: string };
    const placed = made.trials.filter(({ objective }) => objective !== null).length;
    expect(scatter.content.match(/<circle/g)).toHaveLength(placed);
    await page.getByRole('tab', { name: 'Parallel Coordinates' }).click();
    await page.getByRole('button', { name: 'Save as SVG: Parallel Coordinates' }).click();
    const parallel = (await explorer.told()).at(-1) as { readonly content: string };
    const brushed = made.trials.filter(({ parameters }) => Number(parameters.k) <= 30).length;
    expect(parallel.content.match(/<path/g)).toHaveLength(brushed);
  });

  test('keeps selection, scroll and brush while trials come', async () => {
    const page = await showing({ tab: 'parallel', sort: { column: 'trial', descending: false }, trial: 40 });
    const rate = page.getByRole('slider', { name: 'Brush on k' });
    await rate.focus();
    await explorer.press('Enter');
    const before = await rate.getAttribute('aria-valuetext');
    const box = page.locator('.trial-box');
    await box.evaluate((element) => void (element.scrollTop = 200));
    await explorer.settle();
    await explorer.send(
      {
        type: 'trials',
        trials: [{ ...made.trials[59]!, state: 'done', objective: { score: 90, explained_variance: -3 } }],
      },
      { type: 'trials', trials: [{ ...made.trials[1]!, trial: 60 }] },
      { type: 'sweep', sweep: { ...made.sweep, best: [1] } },
    );
    expect(await box.evaluate((element) => element.scrollTop)).toBe(200);
    expect(await rate.getAttribute('aria-valuetext')).toBe(before);
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toBe('Brush on k');
    await page.getByRole('heading', { name: 'Trial 40' }).waitFor();
  });
});

function score(trial: number): number {
  return made.trials[trial]!.objective?.score ?? Infinity;
}

/** Runs in the page: presses keys before anything is drawn again. */
function pressAtOnce(element: Element, keys: readonly string[]): void {
  for (const pressed of keys) {
    const key = pressed.replace('Shift+', '');
    element.dispatchEvent(new KeyboardEvent('keydown', { key, shiftKey: key !== pressed, bubbles: true }));
  }
}
