import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listRuns, type RunSummary } from '../../src/store/runList';
import { thisMachine } from '../../src/store/displayState';
import type { Editor } from './support/editor';
import { openEditor } from './support/openEditor';

/** Trains for minutes, in steps so small that it stops soon. */
const LONG = JSON.stringify({
  kind: 'sae',
  model: 'mix_d6_l3_h4_t60K_s100003',
  positions: 'P9-P20',
  encoding_dim: 32,
  k: 4,
  num_epochs: 1000,
  patience: 1000,
});

const TRAINING_MILLISECONDS = 180_000;
/** The extension looks at all runs every three seconds: by then it has said what it has to say. */
const LOOKS_MILLISECONDS = 4000;

it('trains from the palette to the end, while tree, status bar and charts move', async () => {
  const editor = await openEditor({ theme: 'dark' });
  await editor.showView('Runs');
  await editor.section('Runs').getByText('No runs yet').waitFor();

  await editor.runCommand('Quanta: Train SAE');
  await editor.quickInput.choose('mix_d6_l3_h4_t60K_s100003');
  await editor.quickInput.choose('Layer 1');
  await editor.quickInput.choose('TopK, 256 neurons');
  await editor.quickInput.choose('Short');

  const name = 'mix_d6_l3_h4-layer1-topk256';
  await editor.tab(name).waitFor();
  expect(await readdir(editor.workspace)).toContain(`${name}.quanta.json`);
  const dashboard = await editor.dashboardFrame();
  await dashboard.getByText(/epoch [1-8]\/8 · .* questions\/s/).waitFor();
  await editor
    .treeRows('Runs')
    .getByText(/epoch [1-8]\/8 · \d+%/)
    .waitFor();
  await editor.statusBarItem(/mix_d6_l3_h4-layer1-topk256: epoch [1-8]\/8 · \d+% · \d+:\d\d left/).waitFor();
  const first = await lossChart(editor);
  await expect.poll(() => lossChart(editor), { timeout: 30_000 }).not.toBe(first);

  await editor.notification(/done · score 0\.\d+/).waitFor({ timeout: TRAINING_MILLISECONDS });
  await dashboard.getByText('done').waitFor();
  await editor
    .treeRows('Runs')
    .getByText(/done · score/)
    .waitFor();
  await expect.poll(() => editor.statusBarItem('layer1-topk256').count()).toBe(0);
  expect((await theRun(editor)).status).toMatchObject({ state: 'done', progress: { epoch: 8 } });

  // It says so once, not once more after a reload.
  await editor.reloadWindow();
  await (await editor.dashboardFrame()).getByText('done').waitFor();
  await editor.page.waitForTimeout(LOOKS_MILLISECONDS);
  expect(await editor.notification('done').count()).toBe(0);
  expectNoTrouble(editor);
});

it('stops, resumes, survives a reload, owns up to a killed process, and deletes', async () => {
  const editor = await openEditor({ theme: 'light', workspace: { 'long.quanta.json': LONG } });
  await editor.openFile('long.quanta.json');
  await editor.runCommand('Quanta: Train SAE');
  await editor.quickInput.choose('Train long.quanta.json');
  const dashboard = await editor.dashboardFrame();
  await dashboard.getByRole('button', { name: /^Stop/ }).waitFor();
  await editor.showView('Runs');
  const run = editor.treeRows('Runs').filter({ hasText: 'long' });
  await run.getByText(/epoch \d+\/1000/).waitFor();

  await dashboard.getByRole('button', { name: /^Stop/ }).click();
  await run.getByText('stopped').waitFor();
  const stopped = await theRun(editor);
  expect(stopped.status?.state).toBe('stopped');
  await editor.page.waitForTimeout(LOOKS_MILLISECONDS);
  expect(await editor.notification('long').count()).toBe(0);

  await dashboard.getByRole('button', { name: /^Resume/ }).click();
  await run.getByText(/epoch \d+\/1000/).waitFor();
  await expect.poll(async () => stepsOf(await theRun(editor))).toBeGreaterThan(stepsOf(stopped));

  // Another one waits for it.
  await editor.openFile('long.quanta.json');
  await editor.runCommand('Quanta: Train SAE');
  await editor.quickInput.choose('Train long.quanta.json');
  await editor.treeRows('Runs').getByText('queued').waitFor();

  // The browser's edition of the editor keeps every five seconds what its panels were.
  await (await editor.dashboardFrame()).getByText('queued').waitFor();
  await editor.page.waitForTimeout(6000);
  const { pid } = (await theRun(editor)).status!;
  await editor.reloadWindow();
  await editor.tab('long').first().waitFor();
  await (
    await editor.dashboardFrame()
  )
    .getByText(/queued|epoch/)
    .first()
    .waitFor();
  await editor
    .treeRows('Runs')
    .getByText(/epoch \d+\/1000/)
    .waitFor();
  expect((await theRun(editor)).status).toMatchObject({ state: 'running', pid });

  process.kill(pid, 'SIGKILL');
  await editor.notification(/long failed: The training process ended without saying why/).waitFor();
  const failed = editor.treeRows('Runs').filter({ hasText: 'failed' });
  await failed.waitFor();
  await editor.screenshot('killed');
  await editor.notification('long failed').getByRole('button', { name: 'Show Log' }).click();
  await editor.tab('log.txt').waitFor();
  // What waited has its turn.
  await editor
    .treeRows('Runs')
    .getByText(/epoch \d+\/1000/)
    .waitFor();

  // Keys act on the run that has the focus, not on the one that was clicked on.
  await editor
    .treeRows('Runs')
    .getByText(/^epoch/)
    .click();
  await editor.page.keyboard.press('ArrowDown');
  await editor.page.keyboard.press('F2');
  await editor.quickInput.answer('killed');
  await failed.getByText('killed').waitFor();
  // The button above the runs asks for a model, whichever run has the focus.
  await failed.hover();
  await editor
    .section('Runs')
    .getByRole('button', { name: /Train SAE/ })
    .click();
  await editor.quickInput.choice('mix_d6_l3_h4_t60K_s100003').waitFor();
  await editor.page.keyboard.press('Escape');
  await failed.click();
  await editor.page.keyboard.press('Delete');
  await editor.dialog('Delete the run killed?').getByRole('button', { name: 'Delete' }).click();
  await expect.poll(() => failed.count()).toBe(0);
  expect((await runsOf(editor)).map(({ state }) => state)).toEqual(['running']);
  // The editor writes to the console what it shows as an error.
  expectNoTrouble(editor, /^long failed:/);
});

it('starts nothing and reads no model in a workspace that is not trusted', async () => {
  const editor = await openEditor({
    theme: 'light',
    trust: false,
    workspace: { 'long.quanta.json': LONG, 'models/mine.pth': 'no model' },
  });
  await editor.showView('Models');
  await editor.treeRows('Models').getByText('not read: the workspace is not trusted').waitFor();
  await editor.section('Runs').getByText('Training needs a trusted workspace').waitFor();
  await editor.openFile('long.quanta.json');
  await editor.runCommand('Quanta: Train SAE');
  await editor.notification('it needs a trusted workspace').waitFor();
  await editor.screenshot('untrusted');
  expect(await runsOf(editor)).toEqual([]);
  expectNoTrouble(editor);
});

function expectNoTrouble({ consoleErrors, externalRequests }: Editor, but = /^$/): void {
  expect(consoleErrors.filter(({ text }) => !but.test(text))).toEqual([]);
  expect(externalRequests).toEqual([]);
}

function runsOf({ workspace }: Editor): Promise<RunSummary[]> {
  return listRuns(join(workspace, '.quanta', 'runs'), thisMachine);
}

/** The oldest one: those that wait come after. */
async function theRun(editor: Editor): Promise<RunSummary> {
  return (await runsOf(editor)).at(-1)!;
}

function stepsOf({ status }: RunSummary): number {
  return status?.progress?.step ?? 0;
}

/** What the loss chart shows, in words. */
async function lossChart(editor: Editor): Promise<string | null> {
  const dashboard = await editor.dashboardFrame();
  return dashboard.getByRole('img', { name: /^Loss/ }).getAttribute('aria-label');
}
