import { describe, expect, test } from 'vitest';
import { parseQuestion } from '../../src/core/arithmetic/parseQuestion';
import { ExplorerPage, hasChromium } from './explorerPage';
import { madeAnalysis } from './madeAnalysis';
import { madeTried } from './madeAnswers';
import { browserOfSuite } from './browserOfSuite';
import { THEMES, type ThemeName } from './themes';

const made = madeAnalysis({ sample: 100, neurons: 12 });
const QUESTION = '444445+555555';
/** Neurons 2 and 5 alone are active, 5 more so. */
const activation = (neuron: number, place: number) =>
  neuron === 2 && place === 3 ? 0.5 : neuron === 5 && place >= 10 ? 1.5 : 0;

describe.skipIf(!hasChromium())('a question that is tried', () => {
  let explorer: ExplorerPage;
  const browser = browserOfSuite(() => explorer);

  async function showing(options: { theme?: ThemeName; width?: number } = {}) {
    explorer = await ExplorerPage.showing(browser(), made.view, { tab: 'try' }, options);
    return explorer.page;
  }

  async function tries() {
    return (await explorer.posted()).filter((message) => message.type === 'try');
  }

  async function answer(without: readonly number[] = [], to: 'mean' | 'zero' = 'mean') {
    const { id } = (await tries()).at(-1) as { readonly id: number };
    const result = madeTried(made, parseQuestion(QUESTION, 6), activation, { neurons: [...without], to });
    await explorer.send({ type: 'tried', id, result });
  }

  test('is asked for by its text, and refused where it is none', async () => {
    const page = await showing();
    const input = page.getByRole('textbox', { name: 'Question' });
    await input.fill('12+34');
    await explorer.press('Enter');
    await page.getByText('has operands of 2 and 2 digits, expected 6 each').waitFor();
    expect(await input.getAttribute('aria-invalid')).toBe('true');
    expect(await tries()).toEqual([]);
    await input.fill('999999*999999');
    await page.getByText('has a product of more than the 7 digits').waitFor();
    await input.fill(QUESTION);
    await explorer.press('Enter');
    expect(await tries()).toEqual([{ type: 'try', id: 1, question: QUESTION, neurons: [], to: 'mean' }]);
    await page.getByText('Reading the model').waitFor();
    await explorer.send({ type: 'tried', id: 1, result: { problem: 'the model was moved' } });
    await page.getByRole('alert').getByText('the model was moved').waitFor();
  });

  test('an example is asked at once', async () => {
    const page = await showing();
    await page.getByRole('button', { name: `${QUESTION}, a carry through all columns` }).click();
    expect(await tries()).toEqual([{ type: 'try', id: 1, question: QUESTION, neurons: [], to: 'mean' }]);
    await expect.poll(() => page.getByRole('textbox', { name: 'Question' }).inputValue()).toBe(QUESTION);
  });

  test('shows the neurons that are active, at each token', async () => {
    const page = await showing();
    await page.getByRole('button', { name: `${QUESTION}, ` }).click();
    await answer();
    await page.getByRole('heading', { name: '2 of 12 Neurons Are Active' }).waitFor();
    const table = page.getByRole('region', { name: 'Activations, table' });
    const headings = await table.locator('.token-heading').allTextContents();
    expect(headings.join('')).toBe(`${QUESTION}=+1000000`);
    expect(await table.locator('.row-button').allTextContents()).toEqual(['5', '2']);
    const second = await table.getByRole('row').nth(2).locator('.cell').allTextContents();
    expect(second.map((text, i) => (text === '' ? '' : `${i}: ${text}`)).filter((text) => text !== '')).toEqual([
      '3: .5',
    ]);
    await explorer.choose('Order', 'by number');
    expect(await table.locator('.row-button').allTextContents()).toEqual(['2', '5']);
    await page.getByRole('button', { name: 'Save as CSV: 2 of 12 Neurons Are Active' }).click();
    const file = (await explorer.posted()).at(-1) as { readonly content: string };
    expect(file.content.split('\r\n')[1]!.split(',').slice(0, 6)).toEqual([
      '2',
      expect.anything(),
      '0',
      '0',
      '0',
      '0.5',
    ]);
    await table.getByRole('button', { name: 'Neuron 5' }).click();
    expect((await explorer.kept())?.view).toMatchObject({ tab: 'neurons', neuron: 5 });
  });

  test('answers without the neurons that are ticked, and marks what that changes', async () => {
    const page = await showing();
    await page.getByRole('button', { name: `${QUESTION}, ` }).click();
    await answer();
    await page.getByRole('checkbox', { name: 'Do without neuron 5' }).check();
    expect((await tries()).at(-1)).toMatchObject({ question: QUESTION, neurons: [5], to: 'mean' });
    await answer([5]);
    const answers = page.getByRole('region', { name: 'Answers, table' });
    const rows = await answers.getByRole('row').allTextContents();
    expect(rows.map((row) => row.includes('✓ right'))).toEqual([false, false, true, true, false]);
    const row = answers.getByRole('row').last();
    expect(await row.getByRole('rowheader').textContent()).toBe('without 5 (at the mean)');
    const cells = row.getByRole('cell');
    // The sign, A6, A5 … : A2 is the sixth.
    const wrong = await cells.evaluateAll((all) =>
      all.flatMap((cell, i) => (cell.matches('.wrong.changed') ? [i] : [])),
    );
    expect(wrong).toEqual([5]);
    await cells.nth(5).getByRole('img', { name: 'wrong' }).waitFor();
    expect(await cells.nth(5).getAttribute('title')).toBe('75%, wrong; the true token has 20%');
    await explorer.choose('Set to', 'zero');
    expect((await tries()).at(-1)).toMatchObject({ neurons: [5], to: 'zero' });
    await page.getByRole('button', { name: 'With All Again' }).click();
    expect((await tries()).at(-1)).toMatchObject({ neurons: [], to: 'zero' });
  });

  test.each(Object.keys(THEMES) as ThemeName[])('is accessible in the theme %s', async (theme) => {
    const page = await showing({ theme });
    await page.getByRole('button', { name: `${QUESTION}, ` }).click();
    await answer([5]);
    expect(await explorer.violations()).toEqual([]);
  });

  test('fits 400 pixels', async () => {
    const page = await showing({ width: 400 });
    await page.getByRole('button', { name: `${QUESTION}, ` }).click();
    await answer([5]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  });
});
