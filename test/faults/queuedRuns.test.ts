import { existsSync } from 'node:fs';
import { chmod, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { RunSummary } from '../../src/store/runList';
import { readRunFile } from '../../src/store/runFile';
import { readStatus } from '../../src/store/statusFile';
import { runCli } from '../support/cli';
import { fixture, FIXTURES } from '../support/json';
import { temporaryFolder, writeAt } from '../support/temporaryFolder';
import { readTrainedRun } from './trainedRun';
import { CONFIG, SHORT_RUNS, trainingFolder, writeConfig } from './trainingFolder';
import { Window } from './window';

const MOMENT = { ...SHORT_RUNS.topk, num_epochs: 1, num_batches: 20 };
/** Trains until somebody ends it. */
const LONG = { ...SHORT_RUNS.kl, num_epochs: 100_000 };

const stepOf = ({ status }: RunSummary) => status?.progress?.step ?? 0;
const isBeyond = (step: number) => (run: RunSummary) => run.state === 'running' && stepOf(run) > step;

describe('a run that an editor has queued', () => {
  it('trains what its config was when it was queued, as a terminal would have trained it', async () => {
    const cwd = await trainingFolder(MOMENT);
    expect(await runCli(['train', CONFIG, '--run', 'terminal'], { cwd })).toMatchObject({ code: 0 });
    const window = await Window.open(cwd);
    const directory = await window.enqueue(MOMENT);
    await writeConfig(cwd, { ...MOMENT, encoding_dim: 8 });
    expect(await window.ended(directory)).toMatchObject({ state: 'done', status: { error: null } });
    expect(await readTrainedRun(directory)).toEqual(await readTrainedRun(join(cwd, 'terminal')));
    const { config } = await readRunFile(directory);
    expect(config).toMatchObject({ file: join(cwd, CONFIG), resolved: { encoding_dim: MOMENT.encoding_dim } });
    expect(window.problems).toEqual([]);
  });

  it('waits for the one before it, whichever way that ends', async () => {
    const cwd = await trainingFolder(MOMENT);
    const window = await Window.open(cwd);
    const keys: object[] = [LONG, { ...MOMENT, k: 0 }, LONG, MOMENT, MOMENT];
    const [stopped, refused, killed, ...done] = await Promise.all(keys.map((each) => window.enqueue(each)));
    let most = 0;
    window.runs.onChange(() => {
      most = Math.max(most, window.runs.all.filter(({ state }) => state === 'running' || state === 'stopping').length);
    });
    await window.when(stopped!, isBeyond(0));
    await window.queue.stop(stopped!);
    await window.when(killed!, isBeyond(0));
    await window.queue.kill(killed!);
    const all = [stopped, refused, killed, ...done].map((directory) => directory!);
    const ends = await Promise.all(all.map((directory) => window.ended(directory)));
    expect(ends.map(({ state }) => state)).toEqual(['stopped', 'failed', 'failed', 'done', 'done']);
    expect(most).toBe(1);
    const heartbeats = ends.map(({ status }) => status!.heartbeat);
    expect(heartbeats).toEqual(heartbeats.toSorted());
  });

  it('goes on where it stood when it is resumed, after it was stopped, and after it was killed', async () => {
    const window = await Window.open(await trainingFolder(LONG));
    const directory = await window.enqueue(LONG);
    await window.when(directory, isBeyond(0));
    await window.queue.stop(directory);
    const stopped = await window.ended(directory);
    expect(stopped).toMatchObject({ state: 'stopped', status: { result: { loss: expect.any(Number) as number } } });

    await window.queue.resume(directory);
    await window.when(directory, isBeyond(stepOf(stopped)));
    await window.queue.kill(directory);
    const killed = await window.ended(directory);
    expect(killed.state).toBe('failed');
    expect(killed.status!.error).toMatch(/^The training process ended without saying why \(SIGKILL\): /);

    await window.queue.resume(directory);
    await window.when(directory, isBeyond(stepOf(killed)));
    await window.queue.stop(directory);
    expect(await window.ended(directory)).toMatchObject({ state: 'stopped', status: { error: null } });
    const log = await logOf(directory);
    expect(log).toContain(`Failed: ${killed.status!.error}`);
    const [first, second] = [...log.matchAll(/Resumed at step (\d+) of/g)].map(([, step]) => Number(step));
    expect(first).toBe(stepOf(stopped));
    expect(second).toBeGreaterThanOrEqual(first!);
  });

  it('fails with what is wrong in its config, at its place, said once', async () => {
    const cwd = await trainingFolder(MOMENT);
    const window = await Window.open(cwd);
    const directory = await window.enqueue({ ...MOMENT, k: 0, preset: 'best' });
    const { state, status, run, problems } = await window.ended(directory);
    expect({ state, run, problems }).toEqual({ state: 'failed', run: undefined, problems: [] });
    const lines = status!.error!.split('\n');
    expect(lines).toEqual([expect.stringMatching(/:1:\d+: k: /), expect.stringMatching(/:1:\d+: preset: /)]);
    for (const line of lines) expect(line).toContain(`${join(cwd, CONFIG)}:1:`);
    expect((await logOf(directory)).trim()).toBe(status!.error);
  });

  it('fails with what its model lacks, and begins once that is mended', async () => {
    const cwd = await trainingFolder(MOMENT);
    const window = await Window.open(cwd);
    const directory = await window.enqueue({ ...MOMENT, model: 'other.pth' });
    expect((await window.ended(directory)).status!.error).toContain(join(cwd, 'other.pth'));
    await writeFile(join(cwd, 'other.pth'), await readFile(join(cwd, 'tiny.pth')));
    await window.queue.resume(directory);
    expect(await window.ended(directory)).toMatchObject({ state: 'done', status: { error: null } });
  });

  it('fails with what training has come to, said once', async () => {
    const folder = join('training', 'notebook_exact_mean');
    const { config } = fixture<{ config: { questions: string; init_from: string } }>(join(folder, 'expected.json'));
    const pathTo = (file: string) => join(FIXTURES, folder, file);
    const files = { model: 'tiny.pth', questions: pathTo(config.questions), init_from: pathTo(config.init_from) };
    const window = await Window.open(await trainingFolder(MOMENT));
    const directory = await window.enqueue({ ...config, ...files });
    const { state, status } = await window.ended(directory);
    expect(state).toBe('failed');
    expect(status!.error).toContain('NaN at neuron');
    expect((await logOf(directory)).split(status!.error!)).toHaveLength(2);
  });

  it('fails where its process crashes, with its last words in the log', async () => {
    const cwd = await trainingFolder(MOMENT);
    const crashing = await writeAt(join(cwd, 'crash.cjs'), "throw new Error('out of luck');");
    const { env, execPath, versions } = process;
    const editor = { env: { ...env, NODE_OPTIONS: `--require ${crashing}` }, execPath, versions };
    const window = await Window.open(cwd, editor);
    const directory = await window.enqueue(MOMENT);
    const { state, status } = await window.ended(directory);
    expect(state).toBe('failed');
    expect(status!.error).toContain('without saying why (exit code 1): ');
    expect(await logOf(directory)).toMatch(/Error: out of luck\n.*Failed: The training process ended/s);
  });
});

// Windows runs no scripts as programs.
describe.skipIf(process.platform === 'win32')('the Node that a queued run trains in', () => {
  it.each<[string, string | undefined]>([
    ['there is none in PATH', undefined],
    ['the one in PATH is too old', '18.20.4'],
  ])('is the editor’s own where %s, and the log says so', async (_, version) => {
    const cwd = await trainingFolder(MOMENT);
    const bin = await temporaryFolder();
    if (version !== undefined) {
      const node = await writeAt(join(bin, 'node'), `#!/bin/sh\necho '{"path":"/opt/node","version":"${version}"}'\n`);
      await chmod(node, 0o755);
    }
    const { execPath, versions } = process;
    const window = await Window.open(cwd, { env: { ...process.env, PATH: bin }, execPath, versions });
    const directory = await window.enqueue(MOMENT);
    expect((await window.ended(directory)).state).toBe('done');
    const log = await logOf(directory);
    expect(log).toContain("Note: PATH has no Node 20.19.0 or newer: training runs in the editor's own.");
    if (version !== undefined)
      expect(log).toContain(`Note: Passed over in PATH: ${join(bin, 'node')} is Node ${version}`);
  });

  it('works where the editor’s own is Electron', async () => {
    const cwd = await trainingFolder(MOMENT);
    const version = "Object.defineProperty(process.versions, 'electron', { value: '35.6.0' });";
    const told = join(cwd, 'told');
    const tell = `require('node:fs').writeFileSync(${JSON.stringify(told)}, process.argv.at(2));`;
    const preload = `if (process.env.ELECTRON_RUN_AS_NODE === '1') { ${version} ${tell} }`;
    const electron = await writeAt(join(cwd, 'electron.cjs'), preload);
    const { env, execPath, versions } = process;
    const editor = {
      env: { ...env, PATH: await temporaryFolder(), NODE_OPTIONS: `--require ${electron}` },
      execPath,
      versions: { node: versions.node, electron: '35.6.0' },
    };
    const window = await Window.open(cwd, editor);
    const directory = await window.enqueue(MOMENT);
    expect(await window.ended(directory)).toMatchObject({ state: 'done', status: { error: null } });
    expect(await readFile(told, 'utf8')).toBe('train');
  });

  it('is waited for where the setting names none, and the run trains once it does', async () => {
    const cwd = await trainingFolder(MOMENT);
    const node = join(cwd, 'node');
    const window = await Window.open(cwd, process, node);
    const directory = await window.enqueue(MOMENT);
    await vi.waitUntil(() => window.problems.length > 0, 20_000);
    expect(window.problems.map(String)).toEqual([
      expect.stringMatching(
        /^UserError: quanta\.nodePath: .*\/node is not there.*; queued runs wait until this is mended$/,
      ),
    ]);
    expect((await readStatus(directory)).state).toBe('queued');
    expect(existsSync(join(directory, 'lock'))).toBe(false);
    await symlink(process.execPath, node);
    window.queue.proceed();
    expect((await window.ended(directory)).state).toBe('done');
    expect(window.problems).toHaveLength(1);
  });

  it('may turn out to be none that starts, and the run waits', async () => {
    const cwd = await trainingFolder(MOMENT);
    const gone = await writeAt(join(cwd, 'node'), `#!/bin/sh\necho '{"path":"${cwd}/gone","version":"22.0.0"}'\n`);
    await chmod(gone, 0o755);
    const window = await Window.open(cwd, process, gone);
    const directory = await window.enqueue(MOMENT);
    await vi.waitUntil(() => window.problems.length > 0, 20_000);
    expect(window.problems.map(String)).toEqual([
      expect.stringMatching(/^UserError: cannot start training with .*\/gone: .*ENOENT/),
    ]);
    expect(await readStatus(directory)).toMatchObject({ state: 'queued', pid: process.pid });
  });
});

async function logOf(directory: string): Promise<string> {
  return readFile(join(directory, 'log.txt'), 'utf8');
}
