import { expect, it } from 'vitest';
import { openEditor } from './support/openEditor';

/** Every provider of the machine is tried. */
const TRIAL_MILLISECONDS = 120_000;

it('shows what this machine can train on, and what can be done', async () => {
  const editor = await openEditor({ theme: 'dark' });
  await editor.runCommand('Quanta: Show Compute Providers');
  const list = editor.page.locator('.quick-input-widget');
  await list.getByText('cpu', { exact: true }).waitFor({ timeout: TRIAL_MILLISECONDS });
  await list
    .getByText(/^[\d,]+ questions\/s/)
    .first()
    .waitFor();
  await list.getByText(/^ONNX Runtime \d+\.\d+\.\d+ in Node \d+/).waitFor();
  await list.getByText('Choose the Provider…').waitFor();
  await editor.screenshot('providers');

  await list.getByText('Show the Whole Report').click();
  await editor.tab('Compute Providers').waitFor();
  const report = editor.page.locator('.monaco-editor .view-lines');
  const text = async () => (await report.innerText()).replaceAll('\u00a0', ' ');
  await expect.poll(text).toMatch(/^ONNX Runtime \d+[^]*^ {2}cpu +usable, \d+ questions\/s/m);
  await editor.screenshot('providers-report');

  await editor.runCommand('Quanta: Show Compute Providers');
  await list.getByText('Choose the Provider…').click({ timeout: TRIAL_MILLISECONDS });
  await list.getByText('auto', { exact: true }).waitFor();
  await editor.quickInput.choose('cpu');

  await editor.runCommand('Quanta: Show Compute Providers');
  await list.getByText('Choose the Provider…').click({ timeout: TRIAL_MILLISECONDS });
  const row = editor.page.locator('.quick-input-list .monaco-list-row').filter({ hasText: 'the setting now' });
  await row.getByText('cpu', { exact: true }).waitFor();
  expect(editor.consoleErrors).toEqual([]);
  expect(editor.externalRequests).toEqual([]);
});

it('can be cancelled, and then shows nothing', async () => {
  const editor = await openEditor();
  await editor.runCommand('Quanta: Show Compute Providers');
  const progress = editor.notification('Trying the compute providers of this machine');
  await progress.getByText('Cancel').click();
  await progress.waitFor({ state: 'detached' });
  expect(await editor.page.locator('.quick-input-widget').getByText('questions/s').count()).toBe(0);
  expect(editor.consoleErrors).toEqual([]);
});
