import { describe, expect, test } from 'vitest';
import { questionClass } from '../../src/core/arithmetic/questionClass';
import { questionText } from '../../src/core/arithmetic/question';
import type { EmbeddingKey } from '../../src/protocol/explorer';
import { ExplorerPage, hasChromium } from './explorerPage';
import { madeAnalysis } from './madeAnalysis';
import { madeEmbedding } from './madeAnswers';
import { browserOfSuite } from './browserOfSuite';
import { THEMES, type ThemeName } from './themes';

const made = madeAnalysis({ sample: 300, neurons: 16 });
const additions = [...made.questions.keys()].filter((i) => questionClass(made.questions[i]!) === 'S');
const EQUALS = 13;
const KEY: EmbeddingKey = { position: EQUALS, method: 'tsne', perplexity: 30 };

describe.skipIf(!hasChromium())('the embedding', () => {
  let explorer: ExplorerPage;
  const browser = browserOfSuite(() => explorer);

  async function showing(options: { theme?: ThemeName; width?: number; done?: boolean; neuron?: number | null } = {}) {
    const { theme = 'dark', width = 1000, done = true, neuron = null } = options;
    const view = { tab: 'embedding', neuron, embedding: { position: EQUALS } };
    explorer = await ExplorerPage.showing(browser(), made.view, view, { theme, width });
    if (done) await explorer.send({ type: 'embedding', key: KEY, result: madeEmbedding(made, EQUALS) });
    return explorer.page;
  }

  async function asked(type: string) {
    return (await explorer.posted()).filter((message) => message.type === type);
  }

  test('is computed when it is asked for, shows how far it is, and can be stopped', async () => {
    const page = await showing({ done: false });
    expect(await asked('embed')).toEqual([]);
    await page.getByRole('button', { name: 'Compute' }).click();
    expect(await asked('embed')).toEqual([{ type: 'embed', key: KEY }]);
    await explorer.send({ type: 'embedding', key: KEY, result: { state: 'running', stage: null, done: 0.4 } });
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('0.4');
    await page.getByRole('button', { name: 'Stop' }).click();
    expect(await asked('stopEmbedding')).toHaveLength(1);
    await explorer.send({ type: 'embedding', key: KEY, result: { state: 'stopped' } });
    await page.getByText('Stopped.').waitFor();
    await explorer.send({ type: 'embedding', key: KEY, result: { state: 'failed', message: 'no Node was found' } });
    await page.getByRole('alert').getByText('no Node was found').waitFor();
    await explorer.choose('Perplexity', '50');
    await page.getByRole('button', { name: 'Compute' }).click();
    expect((await asked('embed')).at(-1)).toEqual({ type: 'embed', key: { ...KEY, perplexity: 50 } });
    await explorer.choose('Method', 'PCA');
    await page.getByRole('button', { name: 'Compute' }).click();
    expect((await asked('embed')).at(-1)).toMatchObject({ key: { method: 'pca', perplexity: null } });
  });

  test('drawing around points chooses their questions, and asks which neurons tell them', async () => {
    const page = await showing();
    const box = (await page.locator('.scatter canvas').boundingBox())!;
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    await page.mouse.move(...at(0.01, 0.02));
    await page.mouse.down();
    for (const [x, y] of [
      [0.33, 0.02],
      [0.33, 0.97],
      [0.01, 0.97],
    ] as const)
      await page.mouse.move(...at(x, y), { steps: 5 });
    await page.mouse.up();
    await explorer.settle();
    // The additions are the disc on the left.
    expect(await asked('compare')).toEqual([
      { type: 'compare', id: 1, position: EQUALS, questions: additions, among: made.questions.length },
    ]);
    const list = page.getByRole('region', { name: `${additions.length} Questions Chosen` });
    expect(await list.locator('tbody td:first-child').allTextContents()).toEqual(
      additions.slice(0, 200).map((i) => questionText(made.questions[i]!)),
    );
    await explorer.send({
      ...{ type: 'compared', id: 1 },
      neurons: [{ neuron: 3, inside: 0.5, outside: 0.125, difference: 1.75 }],
    });
    const telling = page.getByRole('region', { name: 'Neurons That Tell Them from the Others' });
    await telling.getByRole('cell', { name: '1.75' }).waitFor();
    await list.getByRole('button', { name: 'Save as CSV' }).click();
    const file = (await asked('save')).at(-1) as { readonly content: string };
    expect(file.content.trim().split('\r\n')).toHaveLength(1 + additions.length);
    await telling.getByRole('button', { name: 'Neuron 3' }).click();
    expect((await explorer.kept())?.view).toMatchObject({ tab: 'neurons', neuron: 3 });
  });

  test('a busy page misses no corner of what is drawn', async () => {
    const page = await showing();
    // All events come before the page is rendered again, and one stands for several moves.
    await page.locator('.scatter canvas').evaluate((canvas) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      const event = (type: string, x: number, y: number, coalescedEvents: PointerEvent[] = []) =>
        new PointerEvent(type, {
          ...{ clientX: left + x * width, clientY: top + y * height },
          ...{ pointerId: 1, button: 0, bubbles: true, coalescedEvents },
        });
      canvas.dispatchEvent(event('pointerdown', 0.01, 0.02));
      canvas.dispatchEvent(event('pointermove', 0.33, 0.02));
      const passed = [event('pointermove', 0.33, 0.97), event('pointermove', 0.01, 0.97)];
      canvas.dispatchEvent(event('pointermove', 0.01, 0.97, passed));
      canvas.dispatchEvent(event('pointerup', 0.01, 0.97));
    });
    await page.getByRole('heading', { name: `${additions.length} Questions Chosen` }).waitFor();
  });

  test('a rectangle chooses, too, and Escape takes it back', async () => {
    const page = await showing();
    await page.getByRole('button', { name: 'Rectangle' }).click();
    const box = (await page.locator('.scatter canvas').boundingBox())!;
    await page.mouse.move(box.x + 4, box.y + 4);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 3, box.y + box.height - 4, { steps: 4 });
    await page.mouse.up();
    await page.getByRole('heading', { name: `${additions.length} Questions Chosen` }).waitFor();
    await page.locator('.scatter').focus();
    await explorer.press('Escape');
    await page.getByText('No questions are chosen.').waitFor();
  });

  test('an entry of the legend chooses its questions by keyboard', async () => {
    const page = await showing();
    const entry = page.getByRole('button', { name: /^S \d+$/ });
    await entry.focus();
    await explorer.press('Enter');
    await page.getByRole('heading', { name: `${additions.length} Questions Chosen` }).waitFor();
    expect(await entry.getAttribute('aria-pressed')).toBe('true');
    await explorer.press('Enter');
    await page.getByText('No questions are chosen.').waitFor();
  });

  test('points are coloured by class, and told apart by pointing at them', async () => {
    const page = await showing();
    const { points } = madeEmbedding(made, EQUALS);
    const canvas = page.locator('.scatter canvas');
    // The class N is on the right, in its colour: green of Okabe and Ito.
    const colours = await canvas.evaluate((element) => {
      const { width, height } = element as HTMLCanvasElement;
      const { data } = (element as HTMLCanvasElement)
        .getContext('2d')!
        .getImageData(Math.floor((2 * width) / 3), 0, Math.ceil(width / 3), height);
      const seen = new Set<string>();
      for (let i = 0; i < data.length; i += 4)
        if (data[i + 3]! > 190) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
      return [...seen];
    });
    // Translucent: 80 % of #009e73.
    expect(colours.some((colour) => /^0,15\d,11\d$/.test(colour))).toBe(true);
    const leftmost = points.reduce((best, [x], i) => (x < points[best]![0] ? i : best), 0);
    const box = (await canvas.boundingBox())!;
    const scale = (box.width - 32) / (Math.max(...points.map(([x]) => x)) - points[leftmost]![0]);
    const ys = points.map(([, y]) => y);
    const middle = (Math.min(...ys) + Math.max(...ys)) / 2;
    await page.mouse.move(box.x + 16, box.y + box.height / 2 - (points[leftmost]![1] - middle) * scale);
    await page.locator('.scatter-tip').getByText(questionText(made.questions[leftmost]!)).waitFor();
    await page.mouse.move(0, 0);
    await page.locator('.scatter-tip').waitFor({ state: 'detached' });
  });

  test('colours by sub-task and by the activation of a neuron, and keeps that', async () => {
    const page = await showing();
    await explorer.choose('Colour', 'sub-task');
    await explorer.choose('Sub-task', 'SC');
    await explorer.choose('Column', '2');
    await page.getByRole('button', { name: /^SC2 = 1 / }).waitFor();
    await explorer.choose('Colour', 'activation of a neuron');
    await page.getByText('Choose a neuron whose activation gives the colours').waitFor();
    await page.getByRole('spinbutton', { name: 'Neuron' }).fill('4');
    await explorer.press('Tab');
    expect((await asked('neuron')).at(-1)).toEqual({ type: 'neuron', neuron: 4 });
    await explorer.send({ type: 'neuron', neuron: 4, view: made.neuron(4) });
    await page.getByRole('img', { name: 'Colours: activations from 0 to' }).waitFor();
    const place = made.view.positions.findIndex(({ position }) => position === EQUALS);
    const active = [...made.questions.keys()].filter((i) => made.activation(4, place, i) > 0);
    await page.getByRole('button', { name: /^active \d+$/ }).click();
    await expect.poll(async () => (await asked('compare')).at(-1)).toMatchObject({ questions: active });
    expect((await explorer.kept())?.view).toMatchObject({
      embedding: { colouring: 'neuron', task: 'SC', digit: 2 },
      neuron: 4,
    });
  });

  test.each(Object.keys(THEMES) as ThemeName[])('is accessible in the theme %s', async (theme) => {
    const page = await showing({ theme });
    await page.getByRole('button', { name: /^S \d+$/ }).click();
    await explorer.send({
      type: 'compared',
      id: 1,
      neurons: [{ neuron: 3, inside: 0.5, outside: 0.1, difference: 1.8 }],
    });
    expect(await explorer.violations()).toEqual([]);
  });

  test('fits 400 pixels', async () => {
    const page = await showing({ width: 400 });
    await page.getByRole('button', { name: /^S \d+$/ }).click();
    await explorer.settle();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(400);
  });
});
