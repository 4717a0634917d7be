import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { thisMachine } from '../../src/store/displayState';
import { listRuns, type RunSummary } from '../../src/store/runList';
import { readSweepLedger } from '../../src/store/sweepLedger';
import type { Editor } from './support/editor';
import { openEditor } from './support/openEditor';

const SWEEP_MILLISECONDS = 160_000;

/** The notebook's grid on so little that it ends within a test. */
const SMALL_GRID = {
  kind: 'sweep',
  model: 'mix_d6_l3_h4_t60K_s100003',
  preset: 'notebook',
  positions: 'P9-P20',
  num_batches: 5,
  space: 'notebook_grid',
  analyse: 'none',
};

it.each([
  { search: 'The notebook’s grid', space: 'notebook_grid', name: 'notebook-grid', trials: 6, begun: 6 },
  {
    ...{ search: 'The notebook library’s Bayesian search', space: 'notebook_search', name: 'notebook-search' },
    ...{ trials: 50, begun: 4 },
  },
])('sweeps from the palette, and the tree and the explorer show it: $space', async (asked) => {
  const { search, space, trials, begun } = asked;
  const name = `mix_d6_l3_h4-layer0-${asked.name}`;
  const editor = await openEditor({ theme: 'dark' });
  await editor.showView('Runs');
  await editor.section('Runs').getByText('No runs yet').waitFor();
  await editor.runCommand('Quanta: Sweep Hyperparameters');
  await editor.quickInput.choose('mix_d6_l3_h4_t60K_s100003');
  await editor.quickInput.choose('Layer 0');
  await editor.quickInput.choose(search);
  await editor.quickInput.choose('Short');

  await editor.tab(`${name}: Sweep`).waitFor();
  const written = await readFile(join(editor.workspace, `${name}.quanta.json`), 'utf8');
  expect(written).toContain(`"space": "${space}"`);
  const row = editor.treeRows('Runs').filter({ hasText: `layer0-${asked.name}` });
  await row.getByText(`/${trials} trials`).waitFor();
  await editor.statusBarItem(new RegExp(`${name}: \\d/${trials} trials`)).waitFor();
  await row.click();
  await editor.page.keyboard.press('ArrowRight');
  await editor
    .treeRows('Runs')
    .filter({ hasText: `Trial ${begun - 1}` })
    .waitFor();
  const explorer = await editor.dashboardFrame();
  await explorer
    .getByText(new RegExp(`\\d of ${trials} trials`))
    .first()
    .waitFor();
  await editor.screenshot(`sweep-${asked.name}`);
  await editor.runCommand('Quanta: Stop Run');
  await editor.quickInput.choose(name);
  await row.getByText('stopped').waitFor();
  expect((await theSweep(editor)).status?.state).toBe('stopped');
});

it('starts a sweep from the lens in its config, and has its trials best first, also after a reload', async () => {
  const editor = await openEditor({
    theme: 'light',
    workspace: { 'grid.quanta.json': JSON.stringify(SMALL_GRID, null, 2) },
  });
  await editor.openFile('grid.quanta.json');
  await clickLens(editor, 'Sweep', 'grid: Sweep');
  await editor.notification(/grid: done · 6\/6 trials · best/).waitFor({ timeout: SWEEP_MILLISECONDS });
  const { trials, problems } = await readSweepLedger((await theSweep(editor)).directory);
  expect(problems).toEqual([]);
  expect(trials.map(({ state }) => state)).toEqual(Array(6).fill('done'));

  await editor.showView('Runs');
  const row = editor.treeRows('Runs').filter({ hasText: 'grid' });
  await row.click();
  await editor.page.keyboard.press('ArrowRight');
  const best = trials.toSorted((a, b) => a.objective!.score! - b.objective!.score!);
  const shown = editor.treeRows('Runs').filter({ hasText: /Trial \d/ });
  await expect.poll(() => shown.count()).toBe(6);
  for (const [i, { trial }] of best.entries()) expect(await shown.nth(i).innerText()).toContain(`Trial ${trial}`);
  await editor.screenshot('sweep-done');

  await shown.first().click();
  await editor.tab(`grid #${best[0]!.trial}`).waitFor();
  // The browser's edition of the editor keeps every five seconds what its panels were.
  await editor.page.waitForTimeout(6000);
  await editor.reloadWindow();
  await editor.tab('grid: Sweep').waitFor();
  await editor.tab(`grid #${best[0]!.trial}`).waitFor();
  expect(editor.consoleErrors).toEqual([]);
  expect(editor.externalRequests).toEqual([]);
});

/** Until its tab is there: a workbench that is still starting draws its lenses anew, and loses what is clicked. */
async function clickLens(editor: Editor, lens: string, tab: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await editor.page.locator('.codelens-decoration a').filter({ hasText: lens }).click();
    try {
      await editor.tab(tab).waitFor({ timeout: 5000 });
      return;
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

async function theSweep(editor: Editor): Promise<RunSummary> {
  const [sweep] = await listRuns(join(editor.workspace, '.quanta', 'runs'), thisMachine);
  return sweep!;
}
