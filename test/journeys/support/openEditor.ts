import { onTestFinished } from 'vitest';
import { Editor, type EditorOptions } from './editor';

/** Opens an editor for the running test, which ends with it; a picture of it is kept where the test fails. */
export async function openEditor(options: EditorOptions = {}): Promise<Editor> {
  const editor = await Editor.open(options);
  onTestFinished(async ({ task }) => {
    if (task.result?.state === 'fail') await editor.screenshot(`failed-${task.name.replaceAll(/\W+/g, '-')}`);
    await editor.close();
  });
  return editor;
}
