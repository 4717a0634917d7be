import type { Browser } from 'playwright-core';
import type { AnalysisView, ExplorerState, FromExplorer, ToExplorer } from '../../src/protocol/explorer';
import { blankPage, WebviewPage, type PageOptions } from './webviewPage';

export { hasChromium } from './webviewPage';

/** The built neuron explorer in a browser page. */
export class ExplorerPage extends WebviewPage<ToExplorer, FromExplorer, ExplorerState> {
  static async open(browser: Browser, options: PageOptions<ExplorerState> = {}): Promise<ExplorerPage> {
    const explorer = new ExplorerPage(await blankPage(browser, options));
    await explorer.load('explorer', options);
    return explorer;
  }

  /** A page that has been told of an analysis, and looks at it as an earlier page did. */
  static async showing(
    browser: Browser,
    analysis: AnalysisView,
    view: unknown,
    options: Omit<PageOptions<ExplorerState>, 'state'> = {},
  ): Promise<ExplorerPage> {
    const { directory, name } = analysis;
    const explorer = await ExplorerPage.open(browser, { ...options, state: { directory, view } });
    const told = { isRun: true, hasDashboard: true, directory, analysis, name, problem: null, model: null };
    await explorer.send({ type: 'snapshot', ...told, translations: {} });
    return explorer;
  }
}
