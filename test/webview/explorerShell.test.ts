import { describe, expect, test } from 'vitest';
import type { AnalysisView, FromExplorer, ModelView } from '../../src/protocol/explorer';
import { ExplorerPage, hasChromium } from './explorerPage';
import { madeAnalysis } from './madeAnalysis';
import { madeModel } from './madeQuality';
import { browserOfSuite } from './browserOfSuite';
import { THEMES, type ThemeName } from './themes';

const made = madeAnalysis({ sample: 100 });
const model = madeModel(made.view);
const { directory } = made.view;
const RUN = { isRun: true, hasDashboard: true } as const;

interface Showing {
  readonly analysis?: AnalysisView | null;
  readonly model?: ModelView | null;
  readonly isRun?: boolean;
  readonly hasDashboard?: boolean;
  readonly problem?: string | null;
  readonly tab?: string;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly translations?: Readonly<Record<string, string>>;
}

describe.skipIf(!hasChromium())('the neuron explorer', () => {
  let explorer: ExplorerPage;
  const browser = browserOfSuite(() => explorer);

  async function showing({ tab = 'neurons', theme = 'dark', width = 1280, ...told }: Showing = {}) {
    explorer = await ExplorerPage.open(browser(), { theme, width, state: { directory, view: { tab } } });
    const snapshot = { ...RUN, analysis: made.view, model, problem: null, translations: {}, ...told };
    await explorer.send({ type: 'snapshot', directory, name: 'mix', ...snapshot });
    return explorer.page;
  }

  const last = async (): Promise<FromExplorer | undefined> => (await explorer.posted()).at(-1);

  test('says that it is ready, and what is explored', async () => {
    explorer = await ExplorerPage.open(browser());
    expect(await explorer.posted()).toEqual([{ type: 'ready' }]);
    const { page } = explorer;
    await page.getByText('Reading the analysis').waitFor();
    const snapshot = { ...RUN, analysis: made.view, model: null, problem: null, translations: {} };
    await explorer.send({ type: 'snapshot', directory, name: 'mix', ...snapshot });
    await page.getByRole('heading', { name: 'mix', exact: true }).waitFor();
    const facts = await page.getByRole('list', { name: 'What is explored' }).getByRole('listitem').allTextContents();
    expect(facts).toEqual([
      'mix_d6_l3_h4_t60K_s100003',
      'blocks.0.mlp.hook_post',
      'topk',
      '64 neurons',
      '20,000 questions',
    ]);
    await page.getByRole('button', { name: "The run's dashboard" }).click();
    expect(await last()).toEqual({ type: 'openRun' });
  });

  test('begins with the neuron of the strongest proved label', async () => {
    await showing();
    const { neuron, position } = made.view.labels!.find(({ status }) => status === 'proved')!;
    expect(await explorer.posted()).toEqual([{ type: 'ready' }, { type: 'neuron', neuron }]);
    expect((await explorer.kept())!.view).toMatchObject({ neuron, position });
  });

  test('has no dashboard for a run of another workspace', async () => {
    const page = await showing({ hasDashboard: false });
    expect(await page.getByRole('button', { name: 'dashboard' }).count()).toBe(0);
  });

  test.each([
    ['not analysed', null],
    ['with statistics only', madeAnalysis({ sample: 40, labels: false }).view],
  ])('says how what is no run is analysed: %s', async (_, analysis) => {
    const page = await showing({ isRun: false, hasDashboard: false, analysis, model: null });
    await page.getByText('This folder is not a run. Analyse it again').waitFor();
    const command = `quanta analyse --sae … --model ${analysis?.model ?? '…'} --out "${directory}"`;
    expect(await page.getByRole('code').textContent()).toBe(command);
    expect(await page.getByRole('button', { name: 'Analyse' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Find and Prove Labels' }).count()).toBe(0);
    expect(await explorer.violations()).toEqual([]);
  });

  test('says how questions are put to what is no run', async () => {
    const page = await showing({ isRun: false, hasDashboard: false, tab: 'try' });
    await page.getByText(`quanta try --sae … --model ${made.view.model} 111111+222222`).waitFor();
    expect(await page.getByRole('textbox', { name: 'Question' }).count()).toBe(0);
  });

  test('says why a neuron cannot be read, and asks again', async () => {
    const page = await showing();
    const asked = { type: 'neuron', neuron: 0 } as const;
    await explorer.send({ type: 'reveal', neuron: 0, position: null });
    await explorer.send({ type: 'neuronFailed', neuron: 0, problem: 'neurons.json: line 2 is broken' });
    await page.getByRole('alert').getByText('line 2 is broken').waitFor();
    await page.getByRole('button', { name: 'Read Again' }).click();
    expect((await explorer.posted()).slice(-2)).toEqual([asked, asked]);
    await page.getByText('Reading neuron 0').waitFor();
    await explorer.send({ type: 'neuron', neuron: 0, view: made.neuron(0) });
    await page.getByRole('heading', { name: 'Profile over Positions' }).waitFor();
  });

  test('goes from tab to tab by pointer and by arrow keys, and keeps the tab', async () => {
    const page = await showing();
    const shown = () => page.getByRole('tab', { selected: true }).textContent();
    await page.getByRole('tab', { name: 'SAE' }).click();
    await page.getByRole('tabpanel', { name: 'SAE' }).getByText('Exact Answers', { exact: true }).waitFor();
    await explorer.press('ArrowRight');
    expect(await shown()).toBe('Model');
    await explorer.press('ArrowRight');
    expect(await shown()).toBe('Neurons');
    await explorer.press('End', 'ArrowLeft');
    expect(await shown()).toBe('SAE');
    expect((await explorer.kept())!.view).toMatchObject({ tab: 'sae' });
  });

  test('speaks the language of the snapshot', async () => {
    const page = await showing({ translations: { Neurons: 'Neuronen', '{0} of {1} neurons': '{0} von {1} Neuronen' } });
    await page.getByRole('tab', { name: 'Neuronen' }).waitFor();
    await page.getByText('64 von 64 Neuronen').waitFor();
  });

  test('offers to analyse what has not been, shows how far that is, and stops it', async () => {
    const page = await showing({ analysis: null, model: null });
    await page.getByText('have not been analysed yet').waitFor();
    expect(await page.getByRole('tab').count()).toBe(0);
    await page.getByRole('button', { name: 'Analyse' }).click();
    expect(await last()).toEqual({ type: 'analyse' });
    await explorer.send({ type: 'analysing', task: { state: 'running', stage: 'labels', done: 0.25 } });
    await page.getByText('Analysing: labels').waitFor();
    expect(await page.getByRole('progressbar').getAttribute('value')).toBe('0.25');
    expect(await page.getByRole('button', { name: 'Analyse' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Stop' }).click();
    expect(await last()).toEqual({ type: 'stopAnalysis' });
    await explorer.send({ type: 'analysing', task: { state: 'stopped' } });
    await page.getByText('Stopped: nothing was changed.').waitFor();
    await explorer.send({ type: 'analysing', task: { state: 'failed', message: 'The model cannot be found.' } });
    await page.getByRole('alert').getByText('The model cannot be found.').waitFor();
    expect(await explorer.violations()).toEqual([]);
  });

  test('says what is wrong with an analysis, and offers another one', async () => {
    const page = await showing({ analysis: null, problem: 'quality.json: "seed" is missing.' });
    await page.getByRole('alert').getByText('"seed" is missing').waitFor();
    await page.getByRole('button', { name: 'Analyse Again' }).click();
    expect(await last()).toEqual({ type: 'analyse' });
    // Other analyses may know of the model.
    await page.getByText('useful MLP nodes explained').waitFor();
  });

  test('says where no labels were looked for, and offers to', async () => {
    const { view } = madeAnalysis({ sample: 40, labels: false });
    const page = await showing({ analysis: view, model: null });
    await page.getByText('no labels were looked for').first().waitFor();
    await page.getByRole('button', { name: 'Find and Prove Labels' }).click();
    expect(await last()).toEqual({ type: 'analyse' });
    expect(await page.getByRole('combobox', { name: 'Label' }).count()).toBe(0);
    await page.getByRole('tab', { name: 'Model' }).click();
    await page.getByText('No analysis of this model has looked at its nodes').waitFor();
    await page.getByRole('tab', { name: 'SAE' }).click();
    await page.getByRole('heading', { name: 'Density of Neurons' }).waitFor();
    expect(await page.getByRole('heading', { name: 'Coverage' }).count()).toBe(0);
  });

  test('shows how good the SAE is, and what it costs by class', async () => {
    const page = await showing({ tab: 'sae' });
    const table = page.getByRole('region', { name: 'Exact Answers' }).getByRole('table').first();
    const { spliced, model: alone } = made.view.quality.accuracy;
    const row = await table.getByRole('row', { name: /^S3/ }).locator('th, td').allTextContents();
    const right = spliced.classes.S3!.right / 143;
    expect(alone.classes.S3!.right).toBe(143);
    expect(row.slice(0, 4)).toEqual(['S3', '143', '100.0%', `${(100 * right).toFixed(1)}%`]);
    expect(row[4]).toBe(`−${(100 * (1 - right)).toFixed(1)}`);
    await page.getByText('0.9473').waitFor();
    await page.getByRole('button', { name: 'Save as CSV: Exact Answers' }).click();
    const saved = (await last()) as Extract<FromExplorer, { type: 'save' }>;
    expect(saved.content).toContain('\r\nS3,143,1,');
  });

  test('leads from dead neurons to the map', async () => {
    const page = await showing({ tab: 'sae' });
    const dead = page.getByRole('region', { name: 'Dead: 4 of 64' });
    await dead.getByRole('button', { name: 'Show neuron 31' }).click();
    expect((await explorer.kept())!.view).toMatchObject({ tab: 'neurons', neuron: 31, position: null });
    await page.getByRole('tab', { name: 'SAE' }).click();
    await dead.getByRole('button', { name: 'Show in the Map' }).click();
    await page.getByText('4 of 64 neurons').waitFor();
  });

  test("shows the model's nodes, and leads to the neurons that explain them", async () => {
    const page = await showing({ tab: 'model' });
    const { useful, explained, nodes } = model;
    await page.getByRole('heading', { name: `${explained} of ${useful} useful MLP nodes explained` }).waitFor();
    const grid = page.getByRole('region', { name: 'Nodes', exact: true });
    expect(await grid.getByRole('button').count()).toBe(useful);
    expect(await grid.getByRole('row').count()).toBe(1 + model.layers);
    const explainedCells = await grid.getByRole('button', { name: /, explained$/ }).count();
    expect(explainedCells).toBe(explained);

    const own = nodes.find(({ useful: isUseful, labels }) => isUseful && labels[0]?.directory === directory)!;
    await grid.getByRole('button', { name: `Layer 0 at ${own.position_name} (P${own.position})` }).click();
    const list = page.getByRole('region', { name: 'Useful nodes' });
    const row = list.locator('tr.chosen');
    expect(await row.getByRole('rowheader').textContent()).toBe(`Layer 0, ${own.position_name} (P${own.position})`);

    const other = model.analyses[1]!.directory;
    const elsewhere = nodes.find(({ useful: isUseful, labels }) => isUseful && labels[0]?.directory === other)!;
    const neuron = elsewhere.labels[0]!.neurons[0]!;
    await list
      .getByRole('row', { name: `Layer 1, ${elsewhere.position_name} ` })
      .getByRole('button', { name: `Explore neuron ${neuron} of second` })
      .click();
    expect(await last()).toEqual({ type: 'explore', directory: other, neuron });

    await row
      .getByRole('button', { name: `Show neuron ${own.labels[0]!.neurons[0]}` })
      .first()
      .click();
    expect((await explorer.kept())!.view).toMatchObject({
      tab: 'neurons',
      neuron: own.labels[0]!.neurons[0],
      position: own.position,
    });
  });

  test('takes in what another analysis says of the model', async () => {
    const page = await showing({ tab: 'model', model: null });
    await page.getByText('No analysis of this model').waitFor();
    await explorer.send({ type: 'model', model });
    await page.getByRole('region', { name: 'Useful nodes' }).waitFor();
  });

  test.each(Object.keys(THEMES) as ThemeName[])('is accessible in the theme %s', async (theme) => {
    const page = await showing({ theme, tab: 'sae' });
    expect(await explorer.violations()).toEqual([]);
    await page.getByRole('tab', { name: 'Model' }).click();
    await explorer.settle();
    expect(await explorer.violations()).toEqual([]);
  });

  test.each(['sae', 'model'])('cuts nothing off at 480 pixels: %s', async (tab) => {
    const page = await showing({ tab, width: 480 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(480);
  });
});
