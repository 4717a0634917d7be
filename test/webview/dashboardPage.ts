import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import type { DashboardState, FromDashboard, ToDashboard } from '../../src/protocol/dashboard';
import { launchBrowser } from '../editor/browser';
import { THEMES, type PageTheme, type ThemeName } from './themes';

const CHROMIUM = '/usr/bin/chromium';

const WEBVIEW = resolve(import.meta.dirname, '..', '..', 'dist', 'webview');
/** Nothing listens there: every request is answered by the test. */
const ORIGIN = 'https://dashboard.test';
const NONCE = 'bm9uY2U';
/** As strict as the extension's. */
const POLICY = [
  "default-src 'none'",
  `script-src 'nonce-${NONCE}'`,
  `style-src ${ORIGIN}`,
  `img-src ${ORIGIN} data: blob:`,
  `font-src ${ORIGIN}`,
].join('; ');
const HTML = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Dashboard</title>
    <link rel="stylesheet" href="${ORIGIN}/dashboard.css" />
  </head>
  <body>
    <script nonce="${NONCE}" src="${ORIGIN}/dashboard.js"></script>
  </body>
</html>`;

/** What the page finds in place of VS Code. */
interface StandIn {
  readonly posted: FromDashboard[];
  state: DashboardState | undefined;
}

declare global {
  var standIn: StandIn;
}

/** Whether there is a browser to test with. */
export function hasChromium(): boolean {
  return existsSync(CHROMIUM);
}

/** A browser that keeps to itself; the caller must close it. */
export async function openBrowser(): Promise<Browser> {
  return launchBrowser({ chromium: CHROMIUM });
}

interface PageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier page kept. */
  readonly state?: DashboardState;
}

/** The built dashboard in a browser page, with a stand-in for VS Code around it. */
export class DashboardPage {
  /** What must not happen: messages on the console, uncaught errors, violations of the policy. */
  readonly complaints: string[] = [];

  private constructor(readonly page: Page) {}

  static async open(browser: Browser, options: PageOptions = {}): Promise<DashboardPage> {
    const { theme = 'dark', width = 1280, height = 900, state } = options;
    if (!existsSync(join(WEBVIEW, 'dashboard.js'))) throw new Error(`${WEBVIEW} is empty: run \`npm run build\` first`);
    const page = await browser.newPage({ viewport: { width, height } });
    const dashboard = new DashboardPage(page);
    page.on('console', (message) => dashboard.complaints.push(message.text()));
    page.on('pageerror', (error) => dashboard.complaints.push(String(error)));
    await page.route('**/*', (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name === '') {
        const headers = { 'content-security-policy': POLICY };
        return route.fulfill({ contentType: 'text/html', headers, body: HTML });
      }
      return route.fulfill({ path: join(WEBVIEW, name) });
    });
    await page.addInitScript(standInForVsCode, { theme: THEMES[theme], state });
    await page.goto(ORIGIN);
    return dashboard;
  }

  async send(...messages: readonly ToDashboard[]): Promise<void> {
    await this.page.evaluate((all) => {
      for (const message of all) postMessage(message);
    }, messages);
    await this.settle();
  }

  /** Waits until all that is due has been drawn. */
  async settle(): Promise<void> {
    await this.page.evaluate(async () => {
      for (let frame = 0; frame < 12; frame++) await new Promise((drawn) => requestAnimationFrame(drawn));
    });
  }

  /** What the page has told the extension. */
  async posted(): Promise<readonly FromDashboard[]> {
    return this.page.evaluate(() => globalThis.standIn.posted);
  }

  async kept(): Promise<DashboardState | undefined> {
    return this.page.evaluate(() => globalThis.standIn.state);
  }

  /** Chooses an option of a dropdown, as a user does. */
  async choose(label: string, option: string): Promise<void> {
    const dropdown = this.page.getByRole('combobox', { name: label });
    await dropdown.click();
    await dropdown.getByRole('option', { name: option }).click();
    await this.settle();
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
    // The tables follow at most once a second where figures change, at once where the user zooms.
    await this.settle();
  }

  async setTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(applyTheme, THEMES[theme]);
    await this.settle();
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/** Runs in the page, before its own script. */
function standInForVsCode({ theme, state }: { theme: PageTheme; state: DashboardState | undefined }): void {
  globalThis.standIn = { posted: [], state };
  const api = {
    postMessage: (message: FromDashboard) => void globalThis.standIn.posted.push(message),
    getState: () => globalThis.standIn.state,
    setState: (kept: DashboardState) => void (globalThis.standIn.state = structuredClone(kept)),
  };
  Object.assign(globalThis, { acquireVsCodeApi: () => api });
  const apply = () => {
    for (const [name, value] of Object.entries(theme.variables)) {
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    }
    document.body.className = theme.bodyClass;
    document.body.dataset.vscodeThemeKind = theme.bodyClass.split(' ')[0];
  };
  // VS Code has written the theme before the page's scripts run.
  new MutationObserver((_, observer) => {
    if (!document.body as boolean) return;
    observer.disconnect();
    apply();
  }).observe(document, { childList: true, subtree: true });
}

/** Runs in the page. */
function applyTheme({ bodyClass, variables }: PageTheme): void {
  const { style } = document.documentElement;
  for (const name of [...style]) if (name.startsWith('--vscode-')) style.removeProperty(name);
  for (const [name, value] of Object.entries(variables)) style.setProperty(`--vscode-${name}`, value);
  document.body.className = bodyClass;
  document.body.dataset.vscodeThemeKind = bodyClass.split(' ')[0];
}
