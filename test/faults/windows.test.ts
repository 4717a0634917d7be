import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { RunStatus } from '../../src/core/run/runStatus';
import { readStatus } from '../../src/store/statusFile';
import { CLI } from '../support/buildOnce';
import { SHORT_RUNS, trainingFolder } from './trainingFolder';

const MOMENT = { ...SHORT_RUNS.topk, num_epochs: 1, num_batches: 20 };
const SECONDS = { ...SHORT_RUNS.topk, num_epochs: 2 };

let built: string;
beforeAll(async () => {
  built = await mkdtemp(join(tmpdir(), 'quanta-'));
  const entryPoints = [join(import.meta.dirname, 'windowProgram.ts')];
  const outfile = join(built, 'windowProgram.cjs');
  await build({ entryPoints, outfile, bundle: true, platform: 'node', mainFields: ['module', 'main'] });
});
afterAll(() => rm(built, { recursive: true }));

/** Opens a window on a workspace, in a process of its own, once it has queued runs of these keys. */
async function openWindow(cwd: string, ...runs: readonly object[]) {
  const texts = runs.map((keys) => JSON.stringify({ kind: 'sae', model: 'tiny.pth', ...keys }));
  const child = spawn(process.execPath, [join(built, 'windowProgram.cjs'), cwd, CLI, ...texts], {
    cwd,
    env: { ...process.env, HF_HUB_CACHE: cwd },
  });
  const exited = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  let errors = '';
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  await once(child.stdout, 'data');
  return { pid: child.pid!, kill, errors: () => errors };
}

/** The runs of a workspace, in the order of their ids. */
async function runsOf(cwd: string): Promise<string[]> {
  const folder = join(cwd, '.quanta', 'runs');
  const byNumber = new Intl.Collator('en', { numeric: true });
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  return names.sort((a, b) => byNumber.compare(a, b)).map((name) => join(folder, name));
}

/** Waits until all runs are done; the most that trained at once, as far as they were seen. */
async function allDone(directories: readonly string[]): Promise<number> {
  let most = 0;
  const look = async () => {
    const statuses = await Promise.all(directories.map(readStatus));
    most = Math.max(most, statuses.filter(({ state }) => state === 'running').length);
    return statuses.every(({ state }) => state === 'done');
  };
  await vi.waitUntil(look, { timeout: 55_000, interval: 20 });
  return most;
}

/** How often a process has begun to train a run. */
async function beginnings(directory: string): Promise<number> {
  const log = await readFile(join(directory, 'log.txt'), 'utf8');
  return log.split('\n').filter((line) => line.includes(' Model tiny: ')).length;
}

const isState = (state: RunStatus['state']) => async (directory: string) =>
  vi.waitUntil(async () => (await readStatus(directory)).state === state, { timeout: 30_000, interval: 20 });
const isRunning = isState('running');

describe('a window that is closed', () => {
  it('leaves the run that trains to go on, and those that wait to the next window', { timeout: 120_000 }, async () => {
    const cwd = await trainingFolder(MOMENT);
    const first = await openWindow(cwd, SECONDS, MOMENT, MOMENT);
    const [training, ...waiting] = await runsOf(cwd);
    await isRunning(training!);
    const { pid } = await readStatus(training!);
    await first.kill();
    const statuses = await Promise.all(waiting.map(readStatus));
    expect(statuses.map(({ state, pid }) => [state, pid])).toEqual(waiting.map(() => ['queued', first.pid]));

    const second = await openWindow(cwd);
    expect(await allDone([training!, ...waiting])).toBe(1);
    expect(await readStatus(training!)).toMatchObject({ pid });
    expect(await Promise.all([training!, ...waiting].map(beginnings))).toEqual([1, 1, 1]);
    expect(second.errors()).toBe('');
  });
});

describe('windows that are killed while they start a run', () => {
  it('leave it to the next one, or to the process that they have started', { timeout: 120_000 }, async () => {
    const cwd = await trainingFolder(MOMENT);
    for (let milliseconds = 0; milliseconds <= 160; milliseconds += 20) {
      const window = await openWindow(cwd, MOMENT);
      await wait(milliseconds);
      await window.kill();
    }
    await openWindow(cwd);
    const runs = await runsOf(cwd);
    await allDone(runs);
    expect(await Promise.all(runs.map(beginnings))).toEqual(runs.map(() => 1));
  });
});

describe('windows on one workspace', () => {
  it('start each run once, and one at a time', { timeout: 120_000 }, async () => {
    const cwd = await trainingFolder(MOMENT);
    const windows = await Promise.all([1, 2].map(() => openWindow(cwd, MOMENT, MOMENT, MOMENT)));
    const runs = await runsOf(cwd);
    expect(runs).toHaveLength(6);
    expect(await allDone(runs)).toBe(1);
    expect(await Promise.all(runs.map(beginnings))).toEqual(runs.map(() => 1));
    expect(windows.map(({ errors }) => errors())).toEqual(['', '']);
  });

  it('share what another one leaves behind, and start each run once', { timeout: 120_000 }, async () => {
    const cwd = await trainingFolder(MOMENT);
    const first = await openWindow(cwd, SECONDS, MOMENT, MOMENT, MOMENT, MOMENT);
    const windows = await Promise.all([1, 2, 3].map(() => openWindow(cwd)));
    const runs = await runsOf(cwd);
    await isRunning(runs[0]!);
    await first.kill();
    expect(await allDone(runs)).toBe(1);
    expect(await Promise.all(runs.map(beginnings))).toEqual(runs.map(() => 1));
    expect(windows.map(({ errors }) => errors())).toEqual(['', '', '']);
  });
});
