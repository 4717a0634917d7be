import type { Browser } from 'playwright-core';
import type { DashboardState, FromDashboard, ToDashboard } from '../../src/protocol/dashboard';
import { blankPage, WebviewPage, type PageOptions } from './webviewPage';

export { hasChromium, openBrowser } from './webviewPage';

/** The built dashboard in a browser page. */
export class DashboardPage extends WebviewPage<ToDashboard, FromDashboard, DashboardState> {
  static async open(browser: Browser, options: PageOptions<DashboardState> = {}): Promise<DashboardPage> {
    const dashboard = new DashboardPage(await blankPage(browser, options));
    await dashboard.load('dashboard', options);
    return dashboard;
  }
}
