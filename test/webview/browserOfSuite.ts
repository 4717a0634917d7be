import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { openBrowser } from './webviewPage';

/** What there is to close after a test, and what it complained of. */
interface ShownPage {
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/**
 * One browser for a suite's tests. After each, its page must not have complained of anything, and is closed.
 *
 * @param page the page of the test that has ended
 */
export function browserOfSuite(page: () => ShownPage): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterEach(async () => {
    expect(page().complaints).toEqual([]);
    await page().close();
  });
  afterAll(async () => {
    await browser.close();
  });
  return () => browser;
}
