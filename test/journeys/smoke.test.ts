import { expect, it } from 'vitest';
import { openEditor } from './support/openEditor';

it('shows the views of the installed extension, and asks nothing of any other machine', async () => {
  const editor = await openEditor({ theme: 'dark' });
  await editor.showView('Models');
  await editor.treeRows('Models').first().waitFor();
  await editor.section('Runs').getByText('No runs yet').waitFor();
  await editor.screenshot('smoke');
  expect(editor.consoleErrors).toEqual([]);
  expect(editor.externalRequests).toEqual([]);
});

it('records what goes wrong in the window', async () => {
  const editor = await openEditor();
  await editor.page.evaluate(`console.error('seen'); fetch('https://example.com/asked').catch(() => undefined)`);
  await expect.poll(() => editor.consoleErrors.map(({ text }) => text)).toContain('seen');
  await expect.poll(() => editor.externalRequests).toEqual(['https://example.com/asked']);
});
