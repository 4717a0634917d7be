import { describe, expect, test } from 'vitest';
import { questionClass } from '../../src/core/arithmetic/questionClass';
import { questionText } from '../../src/core/arithmetic/question';
import type { NeuronView } from '../../src/protocol/explorer';
import { ExplorerPage, hasChromium } from './explorerPage';
import { madeAnalysis } from './madeAnalysis';
import { browserOfSuite } from './browserOfSuite';
import { THEMES, type ThemeName } from './themes';

/** SC of column 2 in additions, proved, at D'2, and where A3 is predicted and shown. */
const CARRY = 16;
const COLUMN = 2;
const AT = 10;
const DEAD = 15;

const made = madeAnalysis({ sample: 1000, neurons: 24 });
const place = made.view.positions.findIndex(({ position }) => position === AT);

describe.skipIf(!hasChromium())('one neuron', () => {
  let explorer: ExplorerPage;
  const browser = browserOfSuite(() => explorer);

  interface Showing {
    readonly neuron?: number;
    readonly position?: number | null;
    readonly theme?: ThemeName;
    readonly width?: number;
    readonly view?: NeuronView;
    readonly analysis?: typeof made;
  }

  async function showing(options: Showing = {}) {
    const { neuron = CARRY, position = null, theme = 'dark', width = 1280, analysis = made } = options;
    const view = { tab: 'neurons', neuron, position };
    explorer = await ExplorerPage.showing(browser(), analysis.view, view, { theme, width });
    await explorer.send({ type: 'neuron', neuron, view: options.view ?? analysis.neuron(neuron) });
    return explorer.page.locator('.neuron-pane');
  }

  /** The rows of the file that the page has last asked to save. */
  async function saved(format: 'csv' | 'svg' | 'png') {
    const messages = await explorer.posted();
    const message = messages.findLast((each) => each.type === 'save');
    if (message?.type !== 'save') throw new Error('nothing was saved');
    expect(message.format).toBe(format);
    return message;
  }

  test('says what it tells in words, where, and how surely', async () => {
    const pane = await showing({ position: AT });
    await pane.getByRole('heading', { name: `Neuron ${CARRY}`, exact: true }).waitFor();
    const label = pane.locator('.neuron-labels li').first();
    expect(await label.textContent()).toBe(
      'A2.SC carry of column 2 by itself: digits that sum to 10 or more, in additions ● proved',
    );
    const { record } = made.neuron(CARRY);
    const density = pane.locator('.neuron-head dd').first();
    expect(parseFloat((await density.textContent())!)).toBeCloseTo(100 * record.positions[place]!.density, 1);
  });

  test('goes to other neurons, and to the neighbours', async () => {
    const pane = await showing();
    await pane.getByRole('button', { name: 'Next neuron' }).click();
    // By the click, or before it: the page reads ahead.
    expect((await explorer.posted()).at(-1)).toMatchObject({ neuron: CARRY + 1 });
    const [neighbour] = made.neuron(CARRY).record.neighbours;
    const section = pane.getByRole('region', { name: 'Neighbours' });
    await section.getByRole('button', { name: `Neuron ${neighbour!.neuron}`, exact: true }).click();
    expect((await explorer.kept())?.view).toMatchObject({ neuron: neighbour!.neuron });
    // What was shown stays until the other has come.
    await pane.getByRole('heading', { name: `Neuron ${CARRY}`, exact: true }).waitFor();
    await explorer.send({ type: 'neuron', neuron: neighbour!.neuron, view: made.neuron(neighbour!.neuron) });
    await pane.getByRole('heading', { name: `Neuron ${neighbour!.neuron}`, exact: true }).waitFor();
  });

  test('a position is chosen in the profile, by pointer and by keys', async () => {
    const pane = await showing();
    const profile = pane.getByRole('listbox', { name: 'Positions' });
    const chosen = async () => ((await explorer.kept())?.view as { position: number | null }).position;
    await profile.getByRole('option', { name: "P10 D'2" }).click();
    await explorer.settle();
    expect(await chosen()).toBe(10);
    expect(await profile.getByRole('option', { selected: true }).getAttribute('aria-label')).toContain("P10 D'2");
    await profile.focus();
    await explorer.press('ArrowRight');
    expect(await chosen()).toBe(11);
    await explorer.press('Home');
    expect(await chosen()).toBe(0);
    await explorer.press('Escape');
    expect(await chosen()).toBeNull();
  });

  test('shows a carry as a triangle, with the means that the activations have', async () => {
    const pane = await showing({ position: AT });
    const section = pane.getByRole('region', { name: "Mean Activation by Dn and D'n" });
    await explorer.choose('Grids', 'S: additions');
    const greens = await section
      .locator('rect[data-cell]')
      .evaluateAll((cells) => cells.map((cell) => parseInt(cell.getAttribute('fill')!.slice(3, 5), 16)));
    expect(greens).toHaveLength(100);
    const carrying = greens.filter((_, cell) => Math.floor(cell / 10) + (cell % 10) >= 10);
    const others = greens.filter((_, cell) => Math.floor(cell / 10) + (cell % 10) < 10);
    // On dark, viridis goes from purple to yellow; cells that no question has are hatched.
    const known = (colours: readonly number[]) => colours.filter((green) => !Number.isNaN(green));
    expect(Math.min(...known(carrying))).toBeGreaterThan(Math.max(...known(others)));

    await section.getByRole('button', { name: 'Save as CSV' }).click();
    const rows = String((await saved('csv')).content)
      .trim()
      .split('\r\n');
    expect(rows[0]).toBe('questions,column,first_digit,second_digit,mean,count');
    const [first, second] = [7, 5];
    const members = [...made.questions.keys()].filter((i) => {
      const { x, y } = made.questions[i]!;
      return questionClass(made.questions[i]!) === 'S' && x[COLUMN] === first && y[COLUMN] === second;
    });
    const sum = members.reduce((total, i) => total + made.activation(CARRY, place, i), 0);
    const [rowsName, column, , , mean, count] = rows[1 + 10 * first + second]!.split(',');
    expect([rowsName, Number(column), Number(count)]).toEqual(['S', COLUMN, members.length]);
    expect(members.length).toBeGreaterThan(0);
    expect(Number(mean)).toBeCloseTo(sum / members.length, 5);
  });

  test('tells of a cell under the pointer, and shows every column', async () => {
    const pane = await showing({ position: AT });
    await explorer.choose('Grids', 'S: additions');
    await pane.locator(`rect[data-cell="0 ${10 * 9 + 8}"]`).hover();
    expect(await pane.locator('.readout-line').textContent()).toMatch(
      /^S: additions, D2 = 9, D'2 = 8: (mean [\d.]+ over \d+ questions|no question)$/,
    );
    await explorer.choose('Digits', 'every column');
    expect(await pane.locator('rect[data-cell]').count()).toBe(600);
  });

  test('marks the active token of a question, and colours all whose activations are kept', async () => {
    const pane = await showing();
    const { record } = made.neuron(CARRY);
    const [largest] = record.top;
    const row = pane.getByRole('region', { name: 'Largest activations' }).getByRole('row').nth(1);
    const tokens = row.locator('.token');
    expect(await tokens.allTextContents()).toEqual(Array.from(largest!.question));
    const marked = await tokens.evaluateAll((all) => all.flatMap((token, i) => (token.matches('.active') ? [i] : [])));
    expect(marked).toEqual([largest!.position]);
    const coloured = await tokens.evaluateAll((all) =>
      all.flatMap((token, i) => ((token as HTMLElement).style.backgroundColor === '' ? [] : [i])),
    );
    const question = made.questions.findIndex((each) => questionText(each) === largest!.question);
    const active = made.view.positions.flatMap(({ position }, i) =>
      made.activation(CARRY, i, question) > 0 ? [position] : [],
    );
    expect(coloured).toEqual(active);
    expect(await row.locator('td.number').textContent()).toBe(String(Number(largest!.activation.toPrecision(3))));
  });

  test('says why a label is proved, and shows which digits failed', async () => {
    const pane = await showing({ position: AT });
    const card = pane.locator('.label-card').first();
    await card.getByText('Proved: with the neuron at its mean, 240 of 2,000 right answers turn wrong').waitFor();
    expect(await card.locator('.unmet').count()).toBe(0);
    const picture = card.getByRole('img', { name: 'Wrong digits' });
    expect(await picture.getAttribute('aria-label')).toContain(
      'A3 240, of which 240 need the label, A2 24, of which 0',
    );
    await card.getByRole('button', { name: 'Save as CSV: failures' }).click();
    expect(String((await saved('csv')).content)).toContain('mean,digit,A3,240,240\r\nmean,digit,A2,24,0\r\n');
  });

  test('says why a label only correlates, and which control spoke against it', async () => {
    const view = structuredClone(made.neuron(CARRY));
    const [label] = view.record.positions[place]!.labels;
    label!.status = 'correlates';
    label!.controls.failed = ['random direction'];
    label!.proof!.mean = {
      ...label!.proof!.mean,
      failures: 3,
      wrong: { A3: 3 },
      needed: { A3: 3 },
      random_failures: null,
    };
    label!.proof!.zero = label!.proof!.mean;
    const pane = await showing({ position: AT, view });
    const card = pane.locator('.label-card').first();
    await card
      .getByText('Only correlates: the model hardly needs it (without it 3 right answers turn wrong).')
      .waitFor();
    expect(await card.locator('.unmet').allTextContents()).toEqual([
      expect.stringContaining('Random directions:'),
      expect.stringContaining('3 questions fail; at least 20 are asked for'),
      expect.stringContaining('3 questions fail; at least 20 are asked for'),
    ]);
  });

  test('shows what comes nearest where no label holds, and that a dead neuron is dead', async () => {
    const pane = await showing({ position: 0 });
    await pane.getByText('No label holds at this position:').waitFor();
    await pane.getByRole('rowheader', { name: 'A0.SC' }).waitFor();
    await explorer.close();
    const dead = await showing({ neuron: DEAD });
    await dead.getByText('Dead: it is never active.').waitFor();
    expect(await explorer.violations()).toEqual([]);
  });

  test('says so where no labels were looked for', async () => {
    const analysis = madeAnalysis({ labels: false, sample: 100 });
    const pane = await showing({ analysis });
    await pane.getByText('No labels were looked for: only statistics have been computed.').waitFor();
  });

  test('saves pictures black on white, whatever the theme', async () => {
    const pane = await showing({ position: AT, theme: 'dark' });
    const profile = pane.getByRole('region', { name: 'Profile over Positions' });
    await profile.getByRole('button', { name: 'Save as SVG' }).click();
    const { name, content } = await saved('svg');
    expect(name).toBe(`made neuron ${CARRY} P10 profile`);
    const drawn = await explorer.page.evaluate((text) => {
      const { documentElement: svg } = new DOMParser().parseFromString(text, 'image/svg+xml');
      return {
        tag: svg.tagName,
        ground: svg.querySelector('rect')?.getAttribute('fill'),
        ink: svg.getAttribute('fill'),
      };
    }, String(content));
    expect(drawn).toEqual({ tag: 'svg', ground: '#ffffff', ink: '#000000' });
    await profile.getByRole('button', { name: 'Save as PNG' }).click();
    await expect.poll(async () => (await explorer.posted()).at(-1)).toMatchObject({ type: 'save', format: 'png' });
    const size = await explorer.page.evaluate(async () => {
      const message = globalThis.standIn.posted.at(-1) as { readonly content: Uint8Array<ArrayBuffer> };
      const bitmap = await createImageBitmap(new Blob([message.content], { type: 'image/png' }));
      return bitmap.width;
    });
    expect(size).toBe(3 * 640);
  });

  test.each(Object.keys(THEMES) as ThemeName[])('is accessible in the theme %s', async (theme) => {
    const pane = await showing({ theme, position: AT });
    await pane.getByRole('button', { name: 'Table: Profile over Positions' }).click();
    for (const summary of await pane.locator('details:not([open]) > summary').all()) await summary.click();
    expect(await explorer.violations()).toEqual([]);
  });

  test('fits 400 pixels', async () => {
    await showing({ width: 400, position: AT });
    expect(await explorer.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  });
});
