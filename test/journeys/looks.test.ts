import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { expect, it } from 'vitest';
import { runCli } from '../support/cli';
import { temporaryFolder } from '../support/temporaryFolder';
import type { Editor } from './support/editor';
import { openEditor } from './support/openEditor';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');

const shared = {
  kind: 'sae',
  model: 'mix_d6_l3_h4_t60K_s100003',
  layer_num: 1,
  positions: 'P9-P20',
  encoding_dim: 128,
  num_epochs: 5,
  num_batches: 500,
  early_stopping_threshold: 1e-7,
};
const CONFIGS = {
  'topk-4': { ...shared, k: 4 },
  'topk-8': { ...shared, k: 8 },
  'kl-5': { ...shared, architecture: 'kl' },
};

it('compares runs, in all four kinds of theme', async () => {
  const folder = await trainedFolder();
  for (const theme of ['dark', 'light', 'hcDark', 'hcLight'] as const) {
    const editor = await openEditor({ theme, workspace: folder });
    await editor.showView('Runs');
    await editor
      .treeRows('Runs')
      .getByText(/done · score/)
      .first()
      .waitFor();
    await editor.runCommand('Quanta: Compare Runs');
    await editor.page.getByRole('checkbox', { name: /toggle all/i }).check();
    await editor.quickInput.input.press('Enter');
    await editor.tab('Compare 3 Runs').waitFor();
    const dashboard = await editor.dashboardFrame();
    await dashboard.getByRole('heading', { name: 'What Differs' }).waitFor();
    await dashboard.getByRole('img', { name: /^Loss.*topk-8/ }).waitFor();
    await editor.screenshot(`compare-${theme}`);
    expect(await seriousFindings(editor), theme).toEqual([]);
    expect(editor.consoleErrors, theme).toEqual([]);
    expect(editor.externalRequests, theme).toEqual([]);
    await editor.close();
  }
});

async function trainedFolder(): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, config] of Object.entries(CONFIGS)) {
    await writeFile(join(folder, `${name}.quanta.json`), JSON.stringify(config));
    const { code, stderr } = await runCli(['train', `${name}.quanta.json`], { cwd: folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }
  return folder;
}

/** What axe finds serious or critical in the dashboard. */
async function seriousFindings(editor: Editor): Promise<string[]> {
  const element = await (await editor.dashboardFrame()).locator('body').elementHandle();
  const frame = (await element.ownerFrame())!;
  // Evaluated past the page's policy, which lets no script in.
  await frame.evaluate(AXE);
  const { violations } = await frame.evaluate<AxeResults>('axe.run()');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`);
}
