import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../editor/browser';
import { THEMES, type PageTheme, type ThemeName } from './themes';

const CHROMIUM = '/usr/bin/chromium';

const WEBVIEW = resolve(import.meta.dirname, '..', '..', 'dist', 'webview');

/** Nothing listens there: every request is answered by the test. */
const ORIGIN = 'https://page.test';
const NONCE = 'bm9uY2U';
/** As strict as the extension's. */
const POLICY = [
  "default-src 'none'",
  `script-src 'nonce-${NONCE}'`,
  `style-src ${ORIGIN}`,
  `img-src ${ORIGIN} data: blob:`,
  `font-src ${ORIGIN}`,
].join('; ');

/** What the page finds in place of VS Code. */
interface StandIn {
  readonly posted: unknown[];
  state: unknown;
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

export interface PageOptions<State = unknown> {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  /** What an earlier page kept. */
  readonly state?: State;
}

/** A built webview in a browser page, with a stand-in for VS Code around it. */
export class WebviewPage<ToPage, FromPage, State> {
  /** What must not happen: messages on the console, uncaught errors, violations of the policy. */
  readonly complaints: string[] = [];

  protected constructor(readonly page: Page) {}

  /** @param bundle the script's name in dist/webview */
  protected async load(bundle: string, { theme = 'dark', state }: PageOptions<State>): Promise<void> {
    if (!existsSync(join(WEBVIEW, `${bundle}.js`))) throw new Error(`${WEBVIEW} is empty: run \`npm run build\` first`);
    this.page.on('console', (message) => this.complaints.push(message.text()));
    this.page.on('pageerror', (error) => this.complaints.push(String(error)));
    await this.page.route('**/*', (route) => {
      const name = new URL(route.request().url()).pathname.slice(1);
      if (name !== '') return route.fulfill({ path: join(WEBVIEW, name) });
      const headers = { 'content-security-policy': POLICY };
      return route.fulfill({ contentType: 'text/html', headers, body: htmlOf(bundle) });
    });
    await this.page.addInitScript(standInForVsCode, { theme: THEMES[theme], state });
    await this.page.goto(ORIGIN);
  }

  async send(...messages: readonly ToPage[]): Promise<void> {
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
  async posted(): Promise<readonly FromPage[]> {
    return (await this.page.evaluate(() => globalThis.standIn.posted)) as readonly FromPage[];
  }

  async kept(): Promise<State | undefined> {
    return (await this.page.evaluate(() => globalThis.standIn.state)) as State | undefined;
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

  /** What axe holds against the page, seriously: rule, gravity and elements. */
  async violations(): Promise<string[]> {
    await this.page.evaluate(readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8'));
    const { violations: found } = await this.page.evaluate<AxeResults>('axe.run()');
    return found
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, impact, nodes }) => `${id} (${impact}): ${nodes.map(({ html }) => html.slice(0, 200)).join(' | ')}`);
  }

  async close(): Promise<void> {
    await this.page.close();
  }
}

/** A page of a browser, of the size that is asked for. */
export async function blankPage(browser: Browser, { width = 1280, height = 900 }: PageOptions): Promise<Page> {
  return browser.newPage({ viewport: { width, height } });
}

function htmlOf(bundle: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>Quanta</title>
    <link rel="stylesheet" href="${ORIGIN}/${bundle}.css" />
  </head>
  <body>
    <script nonce="${NONCE}" src="${ORIGIN}/${bundle}.js"></script>
  </body>
</html>`;
}

/** Runs in the page, before its own script. */
function standInForVsCode({ theme, state }: { theme: PageTheme; state: unknown }): void {
  globalThis.standIn = { posted: [], state };
  const api = {
    postMessage: (message: unknown) => void globalThis.standIn.posted.push(message),
    getState: () => globalThis.standIn.state,
    setState: (kept: unknown) => void (globalThis.standIn.state = structuredClone(kept)),
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
