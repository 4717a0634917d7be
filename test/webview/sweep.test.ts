import { describe, expect, test } from 'vitest';
import type { TrialView } from '../../src/protocol/sweep';
import { browserOfSuite } from './browserOfSuite';
import { madeSweep } from './madeTrials';
import { hasChromium, SweepPage } from './sweepPage';
import { THEMES, type ThemeName } from './themes';

const made = madeSweep({ trials: 60 });
const best = made.sweep.best[0]!;
const done = made.trials.filter(({ state }) => state === 'done');

describe.skipIf(!hasChromium())('the sweep explorer', () => {
  let explorer: SweepPage;
  const browser = browserOfSuite(() => explorer);

  async function showing(view: object = {}, options: { theme?: ThemeName; width?: number; made?: typeof made } = {}) {
    const { made: content = made, ...rest } = options;
    explorer = await SweepPage.showing(browser(), content, view, { width: 1400, ...rest });
    return explorer.page;
  }

  const grid = () => explorer.page.getByRole('grid');
  /** The trials of the rows that are there, from the top. */
  const numbers = async () =>
    (await grid().getByRole('row').getByRole('rowheader').allTextContents()).map((text) =>
      Number(/\d+/.exec(text)![0]),
    );

  test('says that it is ready, what it waits for, and shows trials as they come', async () => {
    explorer = await SweepPage.open(browser());
    const { page } = explorer;
    expect(await explorer.posted()).toEqual([{ type: 'ready' }]);
    await page.getByText('Reading the sweep').waitFor();
    const waiting = { ...made.sweep, state: 'queued' as const, progress: null, plan: null, best: [], importance: null };
    await explorer.send({ type: 'snapshot', sweep: waiting, trials: [], translations: {} });
    await page.getByText('waits for the runs before it').waitFor();
    await explorer.send({ type: 'sweep', sweep: { ...waiting, state: 'running', plan: made.sweep.plan } });
    await page.getByText('The first trials are being chosen').waitFor();
    await explorer.send({ type: 'trials', trials: made.trials.slice(0, 2) });
    expect(await numbers()).toEqual([0, 1].toSorted((a, b) => score(a) - score(b)));
    await explorer.send({ type: 'trials', trials: made.trials.slice(2, 4) });
    expect(await numbers()).toHaveLength(4);
  });

  test('says how far it is, why it ended, what is wrong, and does what is asked', async () => {
    const page = await showing();
    const heading = page.locator('.heading');
    const line = heading.getByRole('status');
    const { progress } = made.sweep;
    const ended = progress!.done + progress!.failed;
    expect(await line.textContent()).toContain(
      `running${ended} of 80 trials3 training2 waiting2 failedbest score ${progress!.best!.toFixed(4)} (trial ${best})`,
    );
    await heading.getByRole('button', { name: 'Stop the sweep' }).click();
    await heading.getByRole('button', { name: "The sweep's log" }).click();
    await heading.getByRole('button', { name: "The sweep's config file" }).click();
    const sweep = {
      ...made.sweep,
      state: 'failed' as const,
      error: 'the disk is full',
      problems: ['best.json: not JSON'],
      progress: { ...progress!, reached: 'patience' as const },
    };
    await explorer.send({ type: 'sweep', sweep });
    await line.getByText('the last trials were no better than the best before them').waitFor();
    await heading.getByText('the disk is full').waitFor();
    await heading.getByText('best.json: not JSON').waitFor();
    await heading.getByRole('button', { name: 'Resume the sweep' }).click();
    expect(await explorer.told()).toEqual([
      { type: 'stop' },
      { type: 'showLog' },
      { type: 'openConfig' },
      { type: 'resume' },
    ]);
    // Its process is gone: what trained does no longer.
    await page
      .getByRole('textbox', { name: 'Filter' })
      .or(page.getByRole('searchbox', { name: 'Filter' }))
      .fill('#59');
    await grid().getByText('interrupted').waitFor();
  });

  test('sorts by any column, both ways, and has what is best first', async () => {
    await showing();
    expect((await numbers())[0]).toBe(best);
    await grid()
      .getByRole('row', { name: `best ${best}` })
      .waitFor();
    await grid().getByRole('button', { name: 'Trial', exact: true }).click();
    await explorer.settle();
    expect((await numbers()).slice(0, 3)).toEqual([0, 1, 2]);
    await grid().getByRole('button', { name: 'Trial' }).click();
    await explorer.settle();
    expect((await numbers()).slice(0, 3)).toEqual([59, 58, 57]);
    expect(await grid().getByRole('columnheader', { name: 'Trial' }).getAttribute('aria-sort')).toBe('descending');
    await grid().getByRole('button', { name: 'learning_rate' }).click();
    await explorer.settle();
    const byRate = made.trials.toSorted(
      (a, b) => Number(a.parameters.learning_rate) - Number(b.parameters.learning_rate),
    );
    expect((await numbers()).slice(0, 5)).toEqual(byRate.slice(0, 5).map(({ trial }) => trial));
  });

  test('filters all views, and says what it does not understand', async () => {
    const page = await showing();
    const filter = page.getByRole('searchbox', { name: 'Filter' });
    await filter.fill('lr<1e-3 state=done');
    await explorer.settle();
    const passing = done.filter(({ parameters }) => Number(parameters.learning_rate) < 1e-3);
    expect(await explorer.counts()).toBe(`${passing.length} of 60 trials`);
    await page.getByRole('group', { name: `explained_variance over score, ${passing.length} trials` }).waitFor();
    await page.getByRole('tab', { name: 'Parallel Coordinates' }).click();
    await page.getByRole('group', { name: `Parallel coordinates of ${passing.length} trials` }).waitFor();
    await filter.fill('depth<3');
    await page.getByRole('alert').getByText('No column is called "depth"').waitFor();
    await filter.fill('nowhere');
    await page.getByText('No trial is as the filter asks').waitFor();
    await page.getByRole('button', { name: 'Show All Trials' }).click();
    await explorer.settle();
    expect(await explorer.counts()).toBe('60 trials');
  });

  test('shows the columns that are wanted, and writes all of them to a file', async () => {
    const page = await showing({ filter: 'batch_size=64' });
    const columns = () => grid().getByRole('columnheader').allTextContents();
    expect(await columns()).not.toContain('batch_size');
    await page.getByRole('checkbox', { name: 'Only what differs' }).click();
    await explorer.settle();
    expect(await columns()).toContain('batch_size');
    await page.getByRole('button', { name: 'Choose columns' }).click();
    await page.getByRole('group', { name: 'Columns' }).getByRole('checkbox', { name: 'k', exact: true }).click();
    await explorer.settle();
    expect(await columns()).not.toContain('k');
    await page.keyboard.press('Escape');
    await explorer.settle();
    expect(await page.getByRole('group', { name: 'Columns' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Save as CSV: Trials' }).click();
    const file = (await explorer.told()).at(-1) as { readonly name: string; readonly content: string };
    expect(file.name).toBe('search trials');
    const [header, ...lines] = file.content.trim().split('\r\n');
    expect(header).toBe(
      'Trial,State,score,explained_variance,batch_size,encoding_dim,enrich_data,hook,k,learning_rate,sparsity_weight,best,chosen,error,directory',
    );
    expect(lines).toHaveLength(made.trials.filter(({ parameters }) => parameters.batch_size === 64).length);
    const first = made.trials[Number(lines[0]!.split(',')[0])]!;
    expect(lines[0]!.split(',')[9]).toBe(String(first.parameters.learning_rate));
  });

  test('is gone through and chosen from by keyboard', async () => {
    const page = await showing({ sort: { column: 'trial', descending: false }, trial: 0 });
    await grid().focus();
    await explorer.press('ArrowDown', 'ArrowDown', ' ');
    expect(await explorer.view()).toMatchObject({ trial: 2, picked: [2] });
    await explorer.press('Shift+ArrowDown', 'Shift+ArrowDown');
    expect(await explorer.view()).toMatchObject({ trial: 4, picked: [2, 3, 4] });
    await explorer.press('End');
    const active = await grid().getAttribute('aria-activedescendant');
    const row = page.locator(`[id="${active!}"]`);
    expect(await row.getByRole('rowheader').textContent()).toContain('59');
    expect(await row.evaluate(isInSight)).toBe(true);
    await page.getByRole('heading', { name: 'Trial 59' }).waitFor();
    await explorer.press('Enter', 'Control+a');
    expect(await explorer.counts()).toBe('60 trials · 60 chosen');
    expect((await explorer.told()).at(-1)).toEqual({ type: 'openRuns', trials: [59] });
    await explorer.press('Escape');
    expect(await explorer.counts()).toBe('60 trials');
  });

  test('is chosen from by pointer', async () => {
    await showing({ sort: { column: 'trial', descending: false }, trial: 0 });
    const row = (trial: number) =>
      grid()
        .getByRole('row')
        .filter({ has: explorer.page.getByRole('rowheader', { name: new RegExp(`(^|\\D)${trial}$`) }) });
    await row(3).click();
    expect(await explorer.view()).toMatchObject({ trial: 3, picked: [] });
    await row(5).click({ modifiers: ['Shift'] });
    await row(4).click({ modifiers: ['Control'] });
    await row(1).locator('.check').click();
    expect(await explorer.view()).toMatchObject({ trial: 1, picked: [3, 5, 1] });
    await explorer.settle();
    expect(await row(5).getAttribute('aria-selected')).toBe('true');
    expect(await row(4).getAttribute('aria-selected')).toBe('false');
    await explorer.page.getByRole('button', { name: 'Compare Runs' }).click();
    expect((await explorer.told()).at(-1)).toEqual({ type: 'openRuns', trials: [1, 3, 5] });
    await row(2).dblclick();
    expect((await explorer.told()).at(-1)).toEqual({ type: 'openRuns', trials: [2] });
  });

  test('offers of a trial what can be done with it', async () => {
    const page = await showing({ trial: best });
    const pane = page.getByRole('region', { name: `Trial ${best}` });
    await pane.getByText('on the front').waitFor();
    await pane.getByRole('button', { name: 'Open Run' }).click();
    await pane.getByRole('button', { name: 'Explore Neurons' }).click();
    await pane.getByRole('button', { name: 'Train Longer' }).click();
    await pane.getByRole('button', { name: 'Copy Config' }).click();
    expect(await explorer.told()).toEqual([
      { type: 'openRuns', trials: [best] },
      { type: 'exploreNeurons', trial: best },
      { type: 'trainLonger', trial: best },
      { type: 'copyConfig', trial: best },
    ]);
    const failed = made.trials.find(({ state }) => state === 'failed')!;
    await page.getByRole('searchbox', { name: 'Filter' }).fill(`#${failed.trial}`);
    await explorer.settle();
    await grid().getByRole('rowheader').click();
    const other = page.getByRole('region', { name: `Trial ${failed.trial}` });
    await other.getByText(failed.error!).waitFor();
    expect(await other.locator('vscode-button').allTextContents()).toEqual(['Open Run', 'Copy Config']);
  });

  test('says which task of a cluster trains a trial', async () => {
    const job = { id: '77_3', state: 'PENDING', reason: 'Resources', node: null };
    const trials = made.trials.map((trial): TrialView => (trial.state === 'running' ? { ...trial, job } : trial));
    const page = await showing({ filter: 'state=queued', trial: 59 }, { made: { ...made, trials } });
    expect(await explorer.counts()).toBe('3 of 60 trials');
    expect(await grid().getByRole('gridcell', { name: '77_3 PENDING (Resources)' }).count()).toBe(3);
    await page.getByText('Job 77_3 PENDING (Resources)').waitFor();
    const trains = { ...trials[59]!, job: { ...job, state: 'RUNNING', reason: null, node: 'n1' } };
    await explorer.send({ type: 'trials', trials: [trains] });
    await page.getByText('Job 77_3 RUNNING, n1').waitFor();
    expect(await explorer.counts()).toBe('2 of 60 trials');
  });

  test('goes on after a reload as it was', async () => {
    await showing();
    await explorer.page.getByRole('tab', { name: 'Parallel Coordinates' }).click();
    await explorer.page.getByRole('slider', { name: 'Brush on k' }).focus();
    await explorer.press('Enter');
    await explorer.page.getByRole('searchbox', { name: 'Filter' }).fill('state=done');
    await explorer.settle();
    const [kept, count] = [await explorer.view(), await explorer.counts()];
    await explorer.close();
    await showing(kept);
    expect(await explorer.counts()).toBe(count);
    expect(await explorer.page.getByRole('tab', { selected: true }).textContent()).toBe('Parallel Coordinates');
  });

  test('speaks the language of the snapshot', async () => {
    explorer = await SweepPage.open(browser());
    const translations = { '{0} trials': '{0} Versuche', Scatter: 'Streuung' };
    await explorer.send({ type: 'snapshot', ...made, translations });
    await explorer.page.getByText('60 Versuche').waitFor();
    await explorer.page.getByRole('tab', { name: 'Streuung' }).waitFor();
  });

  test('tabs are gone through by keyboard', async () => {
    const page = await showing();
    await page.getByRole('tab', { name: 'Scatter' }).focus();
    await explorer.press('ArrowRight', 'ArrowRight');
    expect(await page.getByRole('tab', { selected: true }).textContent()).toBe('Importance');
    expect(await explorer.view()).toMatchObject({ tab: 'importance' });
  });

  test.each(Object.keys(THEMES) as ThemeName[])('is accessible in the theme %s', async (theme) => {
    const brushes = { 'parameter k': { min: 4, max: 30 } };
    const page = await showing({ brushes }, { theme });
    expect(await explorer.violations()).toEqual([]);
    await page.getByRole('button', { name: 'Choose columns' }).click();
    expect(await explorer.violations()).toEqual([]);
    for (const tab of ['Parallel Coordinates', 'Importance', 'Learning Curves']) {
      await page.getByRole('tab', { name: tab }).click();
      await explorer.settle();
      expect(await explorer.violations()).toEqual([]);
    }
  });

  test.each([1400, 480])('nothing is cut off at %i pixels, also where it failed', async (width) => {
    const sweep = {
      ...made.sweep,
      state: 'failed' as const,
      error: 'the disk is full: '.repeat(20),
      problems: ['broken'],
    };
    const page = await showing({ trial: 8 }, { width, theme: 'light', made: { ...made, sweep } });
    expect(await explorer.violations()).toEqual([]);
    for (const tab of ['Parallel Coordinates', 'Importance', 'Learning Curves']) {
      await page.getByRole('tab', { name: tab }).click();
      await explorer.settle();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  });
});

function score(trial: number): number {
  return made.trials[trial]!.objective?.score ?? Infinity;
}

/** Runs in the page. */
function isInSight(element: Element): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  const box = element.closest('.trial-box')!.getBoundingClientRect();
  return top >= box.top && bottom <= box.bottom + 1;
}
