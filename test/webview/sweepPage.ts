import type { Browser } from 'playwright-core';
import type { FromSweep, SweepState, SweepView, ToSweep, TrialView } from '../../src/protocol/sweep';
import { blankPage, WebviewPage, type PageOptions } from './webviewPage';

export { hasChromium } from './webviewPage';

/** The built sweep explorer in a browser page. */
export class SweepPage extends WebviewPage<ToSweep, FromSweep, SweepState> {
  static async open(browser: Browser, options: PageOptions<SweepState> = {}): Promise<SweepPage> {
    const explorer = new SweepPage(await blankPage(browser, options));
    await explorer.load('sweep', options);
    return explorer;
  }

  /** A page that has been told of a sweep, and looks at it as an earlier page did. */
  static async showing(
    browser: Browser,
    { sweep, trials }: { readonly sweep: SweepView; readonly trials: readonly TrialView[] },
    view: unknown,
    options: Omit<PageOptions<SweepState>, 'state'> = {},
  ): Promise<SweepPage> {
    const { directory } = sweep;
    const explorer = await SweepPage.open(browser, { ...options, state: { directory, view } });
    await explorer.send({ type: 'snapshot', sweep, trials, translations: {} });
    return explorer;
  }

  /** What the page has told the extension since it was ready. */
  async told(): Promise<readonly FromSweep[]> {
    return (await this.posted()).slice(1);
  }

  /** How the page keeps that the user looks at it. */
  async view(): Promise<Readonly<Record<string, unknown>>> {
    return (await this.kept())!.view as Readonly<Record<string, unknown>>;
  }

  /** How many trials there are, and how many of them are chosen, as the page says it. */
  async counts(): Promise<string | null> {
    return this.page.getByRole('group', { name: 'Trials' }).getByRole('status').textContent();
  }
}
