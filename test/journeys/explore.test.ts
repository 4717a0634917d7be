import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { openEditor } from './support/openEditor';

/** Trains in seconds; what its neurons do is measured at its end, as configs say by default. */
const QUICK = JSON.stringify({
  kind: 'sae',
  model: 'mix_d6_l3_h4_t60K_s100003',
  positions: 'P9-P20',
  encoding_dim: 32,
  k: 4,
  num_epochs: 2,
  num_batches: 60,
  early_stopping_threshold: 1e-7,
});

const TRAINING_MILLISECONDS = 120_000;
/** The browser's edition of the editor keeps every five seconds what its panels were. */
const KEEPS_MILLISECONDS = 6000;

it('trains, and shows what a neuron does, before and after a reload', async () => {
  const editor = await openEditor({ theme: 'dark', workspace: { 'quick.quanta.json': QUICK } });
  await editor.openFile('quick.quanta.json');
  await editor.runCommand('Quanta: Train SAE');
  await editor.quickInput.choose('Train quick.quanta.json');
  const dashboard = await editor.dashboardFrame();
  const explore = dashboard.getByRole('button', { name: 'Explore Neurons: quick' });
  await explore.waitFor({ timeout: TRAINING_MILLISECONDS });
  await editor.notification(/done · score/).waitFor({ timeout: TRAINING_MILLISECONDS });
  await editor.runCommand('Notifications: Clear All Notifications');

  await explore.click();
  await editor.tab('quick: Neurons').waitFor();
  const page = await editor.dashboardFrame('quick: Neurons');
  await page.getByRole('heading', { name: 'quick', exact: true }).waitFor();
  const map = page.getByRole('grid', { name: /Neurons × token positions/ });
  await map.click();
  const neuron = page.getByRole('heading', { name: /^Neuron \d+$/ });
  await map.press('Control+ArrowUp');
  await expect.poll(() => neuron.innerText()).toBe('Neuron 0');
  await map.press('ArrowDown');
  const last = 'Neuron 1';
  await expect.poll(() => neuron.innerText()).toBe(last);
  await editor.screenshot('explorer');

  await page.getByRole('tab', { name: 'Try It' }).click();
  const question = page.getByRole('textbox', { name: /question/i }).first();
  await question.fill('018539+789353');
  await question.press('Enter');
  await page.getByText('+0807892').first().waitFor();
  expect(processesOn(editor.workspace)).toMatch(/ try /);
  await page.getByRole('tab', { name: 'Neurons' }).click();
  await neuron.waitFor();

  await editor.page.waitForTimeout(KEEPS_MILLISECONDS);
  await editor.reloadWindow();
  const again = await editor.dashboardFrame('quick: Neurons');
  await again.getByRole('heading', { name: last }).waitFor();
  // It went with its window.
  await expect.poll(() => processesOn(editor.workspace)).not.toMatch(/ try /);
  expect(editor.consoleErrors).toEqual([]);
  expect(editor.externalRequests).toEqual([]);
});

/** The processes that were started with a path in a folder. */
function processesOn(folder: string): string {
  const lines = execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(`${folder}/`)).join('\n');
}
