// `node bench/dashboardFrames.mjs [runs] [lines]`: how long the frames of the run dashboard take in headless Chromium,
// without a GPU, while every 250 ms a line per run comes in, and news of an eighth of the runs; each row of the table is
// 8 seconds of it.
/* global performance, PerformanceObserver, postMessage, requestAnimationFrame, setInterval, clearInterval */
import { build } from 'esbuild';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

const [runCount = 20, lineCount = 10_000] = process.argv.slice(2).map(Number);
const SECONDS = 8;
const PERIOD_MILLISECONDS = 250;

const root = fileURLToPath(new URL('..', import.meta.url));
// As deep below the root as it is in the tests, from where it looks for the built page.
const outdir = `${root}test-results/bench`;
const entryPoints = ['dashboardPage', 'madeRuns'].map((name) => `${root}test/webview/${name}.ts`);
await build({
  entryPoints,
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  packages: 'external',
});
const { DashboardPage, openBrowser } = await import(`${outdir}/dashboardPage.mjs`);
const { madePart, madeRun } = await import(`${outdir}/madeRuns.mjs`);

const runs = Array.from({ length: runCount }, (_, i) => madeRun(`run-${i}`));
const stepsPerRow = 10_000 / lineCount;
const browser = await openBrowser();
const dashboard = await DashboardPage.open(browser, { width: 1280, height: 900 });
const { page } = dashboard;
await dashboard.send({ type: 'snapshot', runs, translations: {} });

const opened = await drawingTime();
let lines = lineCount;
console.log(`${runCount} runs of ${lineCount} lines, ${cpus()[0]?.model.trim()}, ${cpus().length} cores`);
console.log(`all lines taken in and the charts in sight drawn after ${opened.toFixed(0)} ms\n`);
console.log('frame times in ms                     median    p95    max   longest task');
await measure('at rest', () => undefined);
await measure('smoothed', () => page.getByRole('slider', { name: 'Smoothing' }).fill('0.9'));
await measure('smoothed, pointer moving on a chart', () => movePointer());
await measure('zoomed to a tenth, pointer moving', async () => {
  await page.locator('.plot').first().focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('+');
  return movePointer();
});
await measure('with a table', () => page.getByRole('button', { name: 'Table: Loss' }).click());
await browser.close();
if (dashboard.complaints.length > 0) throw new Error(dashboard.complaints.join('\n'));

/** Milliseconds from the first message with lines to the frame after the last drawing. */
async function drawingTime() {
  const parts = runs.map((run, seed) => madePart(run.directory, 'interval', 0, lineCount, { seed, stepsPerRow }));
  await page.evaluate((all) => void (globalThis.benchParts = all), parts);
  return page.evaluate(async () => {
    const begin = performance.now();
    for (const part of globalThis.benchParts) postMessage({ type: 'series', part });
    let idle = 0;
    let end = begin;
    // Six quick frames in a row: the queue of drawings is empty.
    for (let last = begin; idle < 6;) {
      const now = await new Promise((drawn) => requestAnimationFrame(drawn));
      if (now - last > 25) [idle, end] = [0, now];
      else idle++;
      last = now;
    }
    return end - begin;
  });
}

/** Prints the frame times while lines come in and `meanwhile` goes on. */
async function measure(name, meanwhile) {
  const ticks = (SECONDS * 1000) / PERIOD_MILLISECONDS;
  const messages = Array.from({ length: ticks }, (_, tick) =>
    runs.flatMap((run, seed) => {
      const part = madePart(run.directory, 'interval', lines + tick, lines + tick + 1, { seed, stepsPerRow });
      const progress = { ...run.progress, questions_per_second: 12_000 + tick };
      // Runs write their status every 2 seconds.
      const news = (seed + tick) % 8 === 0 ? [{ type: 'run', run: { ...run, progress } }] : [];
      return [{ type: 'series', part }, ...news];
    }),
  );
  lines += ticks;
  await page.evaluate((all) => void (globalThis.benchMessages = all), messages);
  const measured = page.evaluate(recordFrames, PERIOD_MILLISECONDS);
  await meanwhile();
  const { frames, longestTask } = await measured;
  frames.sort((a, b) => a - b);
  const at = (share) => frames[Math.min(Math.floor(share * frames.length), frames.length - 1)].toFixed(1).padStart(7);
  console.log(`${name.padEnd(37)}${at(0.5)}${at(0.95)}${at(1)}${longestTask.toFixed(0).padStart(13)}`);
}

/** Runs in the page: posts the messages, one list after the other, and records how long each frame takes. */
async function recordFrames(period) {
  let longestTask = 0;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
  });
  observer.observe({ type: 'longtask' });
  const waiting = [...globalThis.benchMessages];
  const timer = setInterval(() => {
    for (const message of waiting.shift() ?? []) postMessage(message);
  }, period);
  const frames = [];
  for (let last = performance.now(); waiting.length > 0;) {
    const now = await new Promise((drawn) => requestAnimationFrame(drawn));
    frames.push(now - last);
    last = now;
  }
  clearInterval(timer);
  observer.disconnect();
  return { frames, longestTask };
}

/** Moves over the first chart for as long as a measurement takes. */
async function movePointer() {
  const box = await page.locator('canvas').first().boundingBox();
  const end = Date.now() + SECONDS * 1000 - 500;
  for (let i = 0; Date.now() < end; i++) {
    const share = 0.5 + 0.45 * Math.sin(i / 15);
    await page.mouse.move(box.x + share * box.width, box.y + box.height / 2);
    await page.waitForTimeout(15);
  }
  await page.mouse.move(0, 0);
}
