import type { Locator, Page } from 'playwright-core';

/** How long the palette, or an entry of it, may take to show; after that the key is pressed again. */
const SHOW_MILLISECONDS = 2000;
const ATTEMPTS = 15;

/** The box at the top of the window: the command palette, and whatever an extension asks with. */
export class QuickInput {
  readonly input: Locator;
  private readonly rows: Locator;

  constructor(private readonly page: Page) {
    this.input = page.locator('.quick-input-widget input.input');
    this.rows = page.locator('.quick-input-list .monaco-list-row');
  }

  /**
   * Opens the palette with this text in it, `>` and a command's title, or a file's name, and picks the entry. A
   * workbench that is still starting loses keys, and its palette does not learn of the commands that come later: so it
   * is opened anew until it has the entry.
   */
  async pick(text: string, label: string): Promise<void> {
    const entry = this.choice(label);
    for (let attempt = 1; ; attempt++) {
      await this.page.keyboard.press('F1');
      try {
        await this.input.fill(text, { timeout: SHOW_MILLISECONDS });
        await entry.waitFor({ timeout: SHOW_MILLISECONDS });
        break;
      } catch (error) {
        if (attempt === ATTEMPTS) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
    await entry.click();
  }

  /** The choice with exactly this label. */
  choice(label: string): Locator {
    const name = this.page.locator('.label-name').getByText(label, { exact: true });
    return this.rows.filter({ has: name }).first();
  }

  /** The labels of the choices on view. */
  async choices(): Promise<string[]> {
    await this.rows.first().waitFor();
    return this.rows.locator('.quick-input-list-row:first-child .label-name').allInnerTexts();
  }

  /** Picks the choice with exactly this label, as soon as there is one. */
  async choose(label: string): Promise<void> {
    await this.choice(label).click();
  }

  /** Types an answer and gives it. */
  async answer(text: string): Promise<void> {
    await this.input.fill(text);
    await this.input.press('Enter');
  }
}
