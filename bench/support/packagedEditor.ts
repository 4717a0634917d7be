import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Frame, Page } from 'playwright-core';
import { BrowserWindow, launchBrowser } from '../../test/editor/browser';
import type { installEditor } from '../../test/editor/install.mjs';
import { EditorServer } from '../../test/editor/server';
import { writeSettings } from '../../test/editor/settings';

/** A window of a real editor with the packaged extension. */
export interface EditorWindow {
  readonly page: Page;
  /** Opens a folder in it. */
  readonly open: (folder: string) => Promise<void>;
}

/**
 * Does something in a window of the real editor, in which the extension is installed as it is shipped.
 *
 * @param folder receives the package
 * @throws Error where there is no editor
 */
export async function inPackagedEditor(folder: string, use: (window: EditorWindow) => Promise<void>): Promise<void> {
  // Not bundled: it knows by where it lies what it installs.
  const installer = (await import(new URL('../test/editor/install.mjs', import.meta.url).href)) as {
    installEditor: typeof installEditor;
  };
  const editor = installer.installEditor();
  if (!editor.ready) throw new Error(editor.reason);
  const packages = join(folder, 'packages');
  await promisify(execFile)(process.execPath, ['tools/package.mjs', '--out', packages, 'linux-x64']);
  const [vsix = ''] = await readdir(packages);
  const server = await EditorServer.start({ installation: editor.installation, vsix: [join(packages, vsix)] });
  await writeSettings(server.settingsFile, { 'workbench.colorTheme': 'Default Dark Modern' });
  const browser = await launchBrowser(editor.installation);
  try {
    const { page } = await BrowserWindow.open(browser);
    const open = async (path: string) => {
      await page.goto(`${server.url}/?folder=${encodeURIComponent(path)}`);
    };
    await use({ page, open });
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The frame of the extension's page on view. */
export async function pageFrame(page: Page): Promise<Frame> {
  const content = page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
  return (await (await content.locator('body').elementHandle()).ownerFrame())!;
}
