// `node bench/run.mjs workbench [runs] [lines]`: the packaged extension in a real editor, on a workspace with many
// runs of which one trains: how long the extension takes to activate, and how long the frames of the window (with the
// tree) and of a dashboard that compares all runs take.
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { cpus, hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Frame, Page } from 'playwright-core';
import type { MetricsLine } from '../src/core/run/metricsLine';
import type { RunStatus } from '../src/core/run/runStatus';
import { runPaths } from '../src/store/runDirectory';
import { writeRunFile } from '../src/store/runFile';
import { writeStatus } from '../src/store/statusFile';
import { QuickInput } from '../test/journeys/support/quickInput';
import { sampleRun, sampleStatus } from '../test/unit/store/runSamples';
import { inPackagedEditor, pageFrame } from './support/packagedEditor';
import { inWorkFolder } from './support/workFolder';

const [runCount = 20, lineCount = 10_000] = process.argv.slice(2).map(Number);
const RELOADS = 5;
const SECONDS = 10;

/** The newest one trains. */
const LIVE = runCount - 1;
let written = lineCount;
let writer: NodeJS.Timeout | undefined;
await inWorkFolder(async (folder) => {
  const workspace = join(folder, 'workspace');
  const live = await makeRuns(workspace);
  writer = setInterval(() => void train(live), 1000);
  try {
    await inPackagedEditor(folder, async ({ page, open }) => {
      console.log(`${cpus()[0]?.model.trim()}, ${cpus().length} cores\n`);
      await mkdir(join(folder, 'empty'));
      await open(join(folder, 'empty'));
      await measureActivation(page, 'its view is opened', async (quickInput) => {
        // The window has started by then.
        await wait(5000);
        await quickInput.pick('>Quanta: Focus on Models View', 'Quanta: Focus on Models View');
        await page.getByRole('treeitem', { name: /mix_d6/ }).waitFor();
      });
      await open(workspace);
      await measureActivation(page, 'a window with runs starts', () =>
        page.locator('.statusbar-item[id="quanta.quanta.quanta.run"]').waitFor({ timeout: 60_000 }),
      );
      await measureFrames(page);
    });
  } finally {
    clearInterval(writer);
  }
});

async function measureActivation(
  page: Page,
  when: string,
  activate: (quickInput: QuickInput) => Promise<void>,
): Promise<void> {
  const quickInput = new QuickInput(page);
  const times: number[] = [];
  for (let i = 0; i < RELOADS; i++) {
    if (i > 0) {
      // The window comes back as it was: not with our view, which would activate the extension sooner.
      await quickInput.pick('>View: Show Explorer', 'View: Show Explorer');
      await wait(6000);
      await page.reload();
    }
    await activate(quickInput);
    times.push(await activationTime(page, quickInput));
  }
  console.log(`activation as ${when}, ms, ${RELOADS} times: ${times.sort((a, b) => a - b).join(' ')}`);
}

async function measureFrames(page: Page): Promise<void> {
  const quickInput = new QuickInput(page);
  await quickInput.pick('>Quanta: Focus on Runs View', 'Quanta: Focus on Runs View');
  await page
    .getByRole('treeitem', { name: new RegExp(`run-${LIVE}`) })
    .first()
    .waitFor();
  await quickInput.pick('>Quanta: Compare Runs', 'Quanta: Compare Runs');
  await page.getByRole('checkbox', { name: /toggle all/i }).check();
  const begin = performance.now();
  await quickInput.input.press('Enter');
  const content = page.frameLocator('iframe.webview.ready:visible').frameLocator('#active-frame');
  await content.getByRole('img', { name: new RegExp(`^Loss.*run-${LIVE}`) }).waitFor();
  console.log(
    `\ndashboard of ${runCount} runs of ${lineCount} lines, from the key to its curves: ${Math.round(performance.now() - begin)} ms`,
  );
  const frame = await pageFrame(page);

  // Charts are still being drawn as the other runs come in.
  await wait(8000);
  console.log('\nframe times in ms, a run training    median    p95    max');
  const [window, dashboard] = await Promise.all([frameTimes(page.mainFrame()), frameTimes(frame)]);
  for (const [name, sorted] of Object.entries({ 'window with the tree': window, dashboard })) {
    const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(1).padStart(7);
    console.log(`${name.padEnd(36)}${at(0.5)}${at(0.95)}${at(1)}`);
  }
}

/** As the editor itself reports it: loading the code and running it. */
async function activationTime(page: Page, quickInput: QuickInput): Promise<number> {
  await quickInput.pick('>Developer: Show Running Extensions', 'Developer: Show Running Extensions');
  const row = page.locator('.runtime-extensions-editor .extension', { hasText: 'Quanta' });
  const text = await row.locator('.activation-time').innerText();
  return Number(/\d+/.exec(text)?.[0]);
}

/** The times between animation frames, in order of size. */
async function frameTimes(frame: Frame): Promise<number[]> {
  const times = await frame.evaluate<number[]>(`new Promise((done) => {
    const stamps = [];
    const tick = (now) => {
      stamps.push(now);
      if (now - stamps[0] < ${1000 * SECONDS}) requestAnimationFrame(tick);
      else done(stamps.slice(1).map((stamp, i) => stamp - stamps[i]));
    };
    requestAnimationFrame(tick);
  })`);
  return times.sort((a, b) => a - b);
}

/** Runs that are done, and one that this process keeps alive; returns that one's directory. */
async function makeRuns(workspace: string): Promise<string> {
  for (let i = 0; i < runCount; i++) {
    const directory = directoryOf(workspace, i);
    await mkdir(directory, { recursive: true });
    await writeRunFile(directory, { ...sampleRun, created: new Date(Date.UTC(2026, 0, 1) + 1000 * i).toISOString() });
    await writeStatus(directory, statusOf(i === LIVE ? 'running' : 'done', lineCount));
    const lines = Array.from({ length: lineCount }, (_, line) => JSON.stringify(lineAt(line, i)));
    await writeFile(runPaths(directory).metrics, `${lines.join('\n')}\n`);
  }
  return directoryOf(workspace, LIVE);
}

function directoryOf(workspace: string, run: number): string {
  const time = new Date(Date.UTC(2026, 0, 1) + 1000 * run).toISOString().replace(/[-:]|\..*/g, '');
  return join(workspace, '.quanta', 'runs', `${time.replace('T', '-')}-run-${run}`);
}

async function train(directory: string): Promise<void> {
  await appendFile(runPaths(directory).metrics, `${JSON.stringify(lineAt(written, LIVE))}\n`);
  await writeStatus(directory, statusOf('running', ++written));
}

function lineAt(line: number, run: number): MetricsLine {
  const loss = (1 + run / 10) / (1 + line / 500) + Math.sin(line + run) / 200;
  const [step, seconds] = [line * 100, line];
  const fixed = {
    sparsity_penalty: null,
    l1_penalty: null,
    density: 0.03,
    neurons_used: 400 + (line % 50),
    score: loss,
  };
  return {
    kind: 'interval',
    epoch: 1 + Math.floor(line / 1000),
    step,
    questions: step * 64,
    seconds,
    loss,
    mse: loss,
    ...fixed,
  };
}

function statusOf(state: RunStatus['state'], line: number): RunStatus {
  const progress = { ...sampleStatus.progress!, step: line * 100, total_steps: 2_000_000 };
  const result = { score: 0.5, loss: 0.1, density: 0.03, neurons_used: 400, best_epoch: 9 };
  const alive = { pid: process.pid, host: hostname(), heartbeat: new Date().toISOString() };
  return { state, ...alive, progress, result: state === 'done' ? result : null, error: null };
}
