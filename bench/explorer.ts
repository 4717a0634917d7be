// `node bench/run.mjs explorer [RUN]`: the neuron explorer in a real editor, on the analysis of a run: how long it takes
// to open, and to follow a click on a neuron. RUN is the directory of an analysed run; without it a notebook's SAE of 64
// neurons is trained shortly and analysed here, which takes minutes.
import { execFile } from 'node:child_process';
import { cp, mkdir, stat, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Frame, Page } from 'playwright-core';
import { AnalysisReader } from '../src/store/analysisReader';
import { QuickInput } from '../test/journeys/support/quickInput';
import { machine } from './support/machine';
import { inPackagedEditor, pageFrame } from './support/packagedEditor';
import { inProject } from './support/project';
import { median, withSpread } from './support/statistics';
import { progress } from './support/table';
import { inWorkFolder } from './support/workFolder';

const OPENINGS = 10;
const CLICKS = 30;
/** Between two clicks: for whatever the page does once it has drawn. */
const PAUSE_MILLISECONDS = 300;
const COMMAND = 'Quanta: Explore Neurons';

/** Keeps, of each click after which another neuron's name stands in the pane, how long that took to be drawn. */
const WATCH = `(() => {
  globalThis.clicks = [];
  let begin, shown = document.querySelector('.neuron-title h2')?.textContent;
  addEventListener('pointerdown', (event) => { begin = event.timeStamp; }, true);
  new MutationObserver(() => {
    const now = document.querySelector('.neuron-title h2')?.textContent;
    if (now === shown || begin === undefined) return;
    shown = now;
    const from = begin;
    begin = undefined;
    // The frame in which the change is drawn has been painted when the next task runs.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => globalThis.clicks.push(performance.now() - from);
      port2.postMessage(undefined);
    });
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
})()`;

const [given] = process.argv.slice(2);

await inWorkFolder(async (folder) => {
  const run = given === undefined ? await analysedRun(folder) : resolve(given);
  const workspace = join(folder, 'workspace');
  const copy = join(workspace, '.quanta', 'runs', basename(run));
  await mkdir(workspace);
  await cp(run, copy, { recursive: true });
  const { neurons, sampled, header } = await AnalysisReader.open(copy);
  console.log(`${await machine()}\n`);
  const size = `${neurons} neurons at ${header.positions.length} positions, ${sampled} sampled questions`;
  const { size: bytes } = await stat(join(copy, 'neurons.json'));
  console.log(`${size}, neurons.json of ${(bytes / 1e6).toFixed(1)} MB\n`);
  await inPackagedEditor(folder, async ({ page, open }) => {
    await open(workspace);
    const quickInput = new QuickInput(page);
    await quickInput.pick('>Quanta: Focus on Runs View', 'Quanta: Focus on Runs View');
    await page.getByRole('treeitem', { name: /done/ }).first().waitFor();
    await measureOpening(page, quickInput);
    await measureClicks(await pageFrame(page), page, header.positions.length);
  });
});

/** From the key that chooses the run to the map on the screen. */
async function measureOpening(page: Page, quickInput: QuickInput): Promise<void> {
  const times: number[] = [];
  for (let i = 0; i < OPENINGS; i++) {
    if (i > 0) {
      await quickInput.pick('>View: Close All Editors', 'View: Close All Editors');
      await wait(1000);
    }
    await quickInput.pick(`>${COMMAND}`, COMMAND);
    await page.getByPlaceholder('Whose neurons?').waitFor();
    const begin = performance.now();
    await quickInput.input.press('Enter');
    const content = page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
    await content.getByRole('grid').waitFor();
    await (
      await pageFrame(page)
    ).evaluate('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))');
    times.push(performance.now() - begin);
  }
  const [first, ...later] = times;
  console.log(`from the key to the map, ms: first time ${first!.toFixed(0)}, then ${withSpread(later, 0)}`);
}

/** From a click on a neuron that was not looked at before to its name in the pane, drawn. */
async function measureClicks(frame: Frame, page: Page, positions: number): Promise<void> {
  const map = (await frame.getByRole('grid').boundingBox())!;
  await frame.evaluate(WATCH);
  const times: number[] = [];
  for (let i = 0; times.length < CLICKS; i++) {
    // Over all rows that are on view, and over the columns.
    const x = map.x + 40 + ((map.width - 60) * (0.5 + ((i * 7) % positions))) / positions;
    const y = map.y + 45 + ((map.height - 60) * (0.5 + ((i * 17) % (2 * CLICKS)))) / (2 * CLICKS);
    await page.mouse.click(x, y);
    await wait(PAUSE_MILLISECONDS);
    times.push(...(await frame.evaluate<number[]>('globalThis.clicks.splice(0)')));
    if (i > 10 * CLICKS) throw new Error(`only ${times.length} clicks of ${i} chose another neuron`);
  }
  const worst = Math.max(...times);
  console.log(
    `from a click to its neuron, ms, ${times.length} clicks: p50 ${median(times).toFixed(1)}, max ${worst.toFixed(1)}`,
  );
}

async function analysedRun(folder: string): Promise<string> {
  const config = join(folder, 'notebook-64.quanta.json');
  const keys = { kind: 'sae', model: 'mix_d6_l3_h4_t60K_s100003', preset: 'notebook', analyse: 'none' };
  await writeFile(config, JSON.stringify({ ...keys, encoding_dim: 64, num_epochs: 2, num_batches: 200 }));
  const run = join(folder, '20260101-000000-notebook-64');
  const quanta = (...args: string[]) =>
    promisify(execFile)(process.execPath, [inProject('dist/quanta.cjs'), ...args], { cwd: folder });
  progress('training');
  await quanta('train', config, '--run', run);
  progress('analysing');
  await quanta('analyse', run);
  return run;
}
