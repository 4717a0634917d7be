import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { inject } from 'vitest';
import { BrowserWindow, launchBrowser, type ConsoleError } from '../../editor/browser';
import { writeSettings } from '../../editor/settings';
import { isEditorsOwn } from './editorsOwnErrors';
import { QuickInput } from './quickInput';
import { makeWorkspace, removeWorkspace, type WorkspaceSource } from './workspace';
import './sharedServer';

const SCREENSHOTS = resolve(import.meta.dirname, '..', '..', '..', 'test-results', 'screenshots');
/** For whatever a journey waits for, if it does not say otherwise: long enough for a busy machine. */
const WAIT_MILLISECONDS = 30_000;

/** The editor's default themes: what the setting calls them, and the workbench, in a class, once they are applied. */
const THEMES = {
  dark: { setting: 'Dark 2026', file: '2026-dark-json' },
  light: { setting: 'Light 2026', file: '2026-light-json' },
  hcDark: { setting: 'Default High Contrast', file: 'hc_black-json' },
  hcLight: { setting: 'Default High Contrast Light', file: 'hc_light-json' },
} as const;

export interface EditorOptions {
  /** What the opened folder holds; nothing if not given. */
  readonly workspace?: WorkspaceSource;
  /** The user's settings, besides the quiet defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly theme?: keyof typeof THEMES;
  /** Whether the folder is trusted; true if not given. */
  readonly trust?: boolean;
}

/** A window of a real editor on a folder of its own, with the packaged extension installed. */
export class Editor {
  readonly quickInput: QuickInput;

  private constructor(
    private readonly browser: Browser,
    private readonly window: BrowserWindow,
    /** The opened folder. */
    readonly workspace: string,
    private readonly theme: keyof typeof THEMES,
  ) {
    this.quickInput = new QuickInput(window.page);
  }

  /** Opens a window; only one may be open at a time, and the caller must close it. */
  static async open(options: EditorOptions): Promise<Editor> {
    const { installation, url, settingsFile } = inject('sharedServer');
    const { theme = 'light', trust = true } = options;
    await writeSettings(settingsFile, {
      'workbench.colorTheme': THEMES[theme].setting,
      'security.workspace.trust.enabled': !trust,
      'security.workspace.trust.startupPrompt': 'never',
      ...options.settings,
    });
    const workspace = await makeWorkspace(options.workspace ?? {});
    let browser: Browser | undefined;
    try {
      browser = await launchBrowser(installation);
      const editor = new Editor(browser, await BrowserWindow.open(browser), workspace, theme);
      editor.page.setDefaultTimeout(WAIT_MILLISECONDS);
      await editor.page.goto(`${url}/?folder=${encodeURIComponent(workspace)}`);
      await editor.waitUntilReady();
      return editor;
    } catch (error) {
      await browser?.close();
      await removeWorkspace(workspace);
      throw error;
    }
  }

  /** For what this class has no word for. */
  get page(): Page {
    return this.window.page;
  }

  /** Errors of the page, its webviews and the extension host, without those that the editor itself always reports. */
  get consoleErrors(): readonly ConsoleError[] {
    return this.window.consoleErrors.filter((error) => !isEditorsOwn(error));
  }

  /** Addresses outside this machine that the page or a webview asked for; none could be reached. */
  get externalRequests(): readonly string[] {
    return this.window.externalRequests;
  }

  /** Runs a command by its title in the palette, with its category: `Quanta: Train SAE`. */
  async runCommand(title: string): Promise<void> {
    await this.quickInput.pick(`>${title}`, title);
  }

  /** Opens a file of the workspace by its name. */
  async openFile(name: string): Promise<void> {
    await this.quickInput.pick(name, name);
    await this.tab(name).waitFor();
    // The last to come: now extensions know of it, too.
    await this.statusBarItem(/^Ln \d+, Col \d+/).waitFor();
  }

  /** The tab of an editor or a panel by its title. */
  tab(title: string): Locator {
    return this.page.getByRole('tab', { name: title });
  }

  /**
   * The content of the extension's webview on view; of several, side by side, the one whose tab has this title.
   */
  async dashboardFrame(title?: string): Promise<FrameLocator> {
    const webview = title === undefined ? 'iframe.webview.ready:visible' : `iframe[name="${await this.idOf(title)}"]`;
    return this.page.frameLocator(`${webview}[src*="extensionId=quanta.quanta"]`).frameLocator('#active-frame');
  }

  /** A notification with this text, its buttons included. */
  notification(text: string | RegExp): Locator {
    return this.page.locator('.notification-toast', { hasText: text });
  }

  /** A question that must be answered before anything else, with this text. */
  dialog(text: string | RegExp): Locator {
    return this.page.locator('.monaco-dialog-box', { hasText: text });
  }

  /** The rows on view in one of the extension's trees, `Models` or `Runs`. */
  treeRows(view: string): Locator {
    return this.section(view).getByRole('treeitem');
  }

  /** One of the extension's views with all that is in it. */
  section(view: string): Locator {
    const header = this.page.getByRole('button', { name: `${view} Section`, exact: true });
    return this.page.locator('.pane').filter({ has: header });
  }

  /** Brings one of the extension's views on view. */
  async showView(view: string): Promise<void> {
    await this.runCommand(`Quanta: Focus on ${view} View`);
    await this.section(view).waitFor();
  }

  statusBarItem(text: string | RegExp): Locator {
    return this.page.locator('.statusbar-item', { hasText: text });
  }

  /** Reloads the window: the extension host ends, and another one starts. */
  async reloadWindow(): Promise<void> {
    await this.page.reload();
    await this.waitUntilReady();
  }

  /** Writes test-results/screenshots/NAME.png. */
  async screenshot(name: string): Promise<void> {
    await mkdir(SCREENSHOTS, { recursive: true });
    // Off whatever shows a tooltip.
    await this.page.mouse.move(1000, 890);
    await this.page.locator('.workbench-hover').waitFor({ state: 'hidden' });
    await this.page.screenshot({ path: join(SCREENSHOTS, `${name}.png`) });
  }

  /** Closes the window, ends what still trains in the folder, and removes it. */
  async close(): Promise<void> {
    try {
      await this.browser.close();
    } finally {
      await removeWorkspace(this.workspace);
    }
  }

  /** The last to come are the status bar and the theme; extensions may still be starting then. */
  private async waitUntilReady(): Promise<void> {
    await this.page.locator('.statusbar-item[id="status.problems"]').waitFor();
    await this.page.locator(`.monaco-workbench[class*="${THEMES[this.theme].file}"]`).waitFor();
  }

  /** The name of the frame that lies over the group of editors in which the tab with this title is active. */
  private async idOf(title: string): Promise<string> {
    const group = this.page.locator('.editor-group-container').filter({
      has: this.page.getByRole('tab', { name: title, selected: true }),
    });
    return (await group.locator('[aria-flowto]').getAttribute('aria-flowto'))!;
  }
}
