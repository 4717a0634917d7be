import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type ConsoleMessage, type Page } from 'playwright-core';
import type { Installation } from './install.mjs';

/** What makes Chromium keep to itself; the resolver's rule is the wall, the others spare it the attempts. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

/** The name under which webviews ask for files of the workspace's machine; a service worker answers them. */
const LOCAL_FILES = '.vscode-resource.vscode-cdn.net';

/** An error that a page, a frame or a worker reported. */
export interface ConsoleError {
  readonly text: string;
  /** The script that it comes from, as far as the browser knows it. */
  readonly url: string;
}

/** Starts Chromium without a window, with a home folder that goes with it; the caller must close it. */
export async function launchBrowser({ chromium: executablePath }: Pick<Installation, 'chromium'>): Promise<Browser> {
  const home = await mkdtemp(join(tmpdir(), 'quanta-browser-'));
  const env = {
    ...process.env,
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
  };
  try {
    const browser = await chromium.launch({ executablePath, headless: true, args: ARGS, env });
    return browser.on('disconnected', () => rmSync(home, { recursive: true, force: true, maxRetries: 5 }));
  } catch (error) {
    await rm(home, { recursive: true, force: true });
    throw error;
  }
}

/** One window of a browser with a profile of its own, and what went wrong in it. */
export class BrowserWindow {
  private constructor(
    readonly page: Page,
    /** From all frames, webviews included, since the window was opened. */
    readonly consoleErrors: readonly ConsoleError[],
    /** Addresses asked for on any other host than 127.0.0.1. */
    readonly externalRequests: readonly string[],
  ) {}

  /** Opens an empty window of 1400 by 900 pixels. */
  static async open(browser: Browser): Promise<BrowserWindow> {
    const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const errors: ConsoleError[] = [];
    const requests: string[] = [];
    context.on('console', (message) => {
      if (message.type() === 'error') errors.push(errorOf(message));
    });
    context.on('weberror', (event) => {
      const error = event.error();
      errors.push({ text: error.stack ?? error.message, url: event.page()?.url() ?? '' });
    });
    context.on('request', (request) => {
      if (isExternal(request.url())) requests.push(request.url());
    });
    const page = await context.newPage();
    page.on('websocket', (socket) => {
      if (isExternal(socket.url())) requests.push(socket.url());
    });
    return new BrowserWindow(page, errors, requests);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

function errorOf(message: ConsoleMessage): ConsoleError {
  return { text: message.text(), url: message.location().url };
}

function isExternal(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return /^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1' && !hostname.endsWith(LOCAL_FILES);
}
