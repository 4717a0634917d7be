import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RunStatus } from '../../src/core/run/runStatus';
import { thisMachine } from '../../src/store/displayState';
import { writeRequestFile } from '../../src/store/requestFile';
import { readRunFile } from '../../src/store/runFile';
import { RunLock } from '../../src/store/runLock';
import { writeRunName } from '../../src/store/runName';
import { readStatus, writeStatus } from '../../src/store/statusFile';
import { runCli, startCli } from '../support/cli';
import { temporaryFolder } from '../support/temporaryFolder';
import { changeOf } from './kills';
import { stoppedRun } from './stoppedRun';
import { readTrainedRun } from './trainedRun';
import { CONFIG, SHORT_RUNS, trainingFolder } from './trainingFolder';

const REFUSED = 2;
const MOMENT = { ...SHORT_RUNS.topk, num_epochs: 1, num_batches: 20 };
const textOf = (keys: object) => JSON.stringify({ kind: 'sae', model: 'tiny.pth', ...keys });

/** Asks for a run of these keys in the directory `run` of a training folder, as its config file has them or not. */
async function ask(cwd: string, keys: object): Promise<string> {
  const directory = join(cwd, 'run');
  await mkdir(directory);
  const config = { file: join(cwd, CONFIG), text: textOf(keys) };
  await writeRequestFile(directory, { created: new Date().toISOString(), workspace: cwd, config });
  return directory;
}

const statusOf = (status: Partial<RunStatus>): RunStatus => ({
  state: 'queued',
  pid: process.pid,
  host: hostname(),
  heartbeat: new Date().toISOString(),
  progress: null,
  result: null,
  error: null,
  ...status,
});

describe('quanta train --run with what request.json asks for', () => {
  it('begins a run of that, and goes on with it from then on', async () => {
    const cwd = await trainingFolder({ ...MOMENT, encoding_dim: 8 });
    const directory = await ask(cwd, MOMENT);
    await writeRunName(directory, 'Mine');
    await writeFile(join(directory, 'stop'), '');
    expect(await runCli(['train', '--run', 'run'], { cwd })).toMatchObject({ code: 130, stderr: '' });
    expect(await runCli(['train', '--run', 'run'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    const { config } = await readRunFile(directory);
    expect(config).toMatchObject({ file: join(cwd, CONFIG), text: textOf(MOMENT), written: { encoding_dim: 48 } });

    await writeFile(join(cwd, 'same.quanta.json'), textOf(MOMENT));
    expect(await runCli(['train', 'same.quanta.json', '--run', 'other'], { cwd })).toMatchObject({ code: 0 });
    expect(await readTrainedRun(directory)).toEqual(await readTrainedRun(join(cwd, 'other')));
    const { stdout } = await runCli(['runs', 'list', '.'], { cwd });
    expect(stdout).toMatch(/^run +Mine +done +tiny +topk 48/m);
  });

  it('finds models by name in the workspace that asked, wherever it is started', async () => {
    const cwd = await trainingFolder(MOMENT);
    await mkdir(join(cwd, 'models'));
    await rename(join(cwd, 'tiny.pth'), join(cwd, 'models', 'tiny.pth'));
    const directory = await ask(cwd, { ...MOMENT, model: 'tiny' });
    const elsewhere = await temporaryFolder();
    expect(await runCli(['train', '--run', directory], { cwd: elsewhere })).toMatchObject({ code: 0, stderr: '' });
    expect((await readRunFile(directory)).model.path).toBe(join(cwd, 'models', 'tiny.pth'));
  });

  it('takes the same config as well, and refuses any other', async () => {
    const cwd = await trainingFolder(MOMENT);
    const directory = await ask(cwd, MOMENT);
    await writeFile(join(cwd, 'other.quanta.json'), textOf({ ...MOMENT, k: 4 }));
    const { code, stderr } = await runCli(['train', 'other.quanta.json', '--run', 'run'], { cwd });
    expect(code).toBe(REFUSED);
    expect(stderr).toContain(`${directory}: this directory waits for a run of another config: ${join(cwd, CONFIG)}`);
    expect(existsSync(join(directory, 'run.json'))).toBe(false);
    expect(await runCli(['train', CONFIG, '--run', 'run'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });

  it('begins where a process died that took over the lock of a dead one, and one that wrote a file', async () => {
    const cwd = await trainingFolder(MOMENT);
    const directory = await ask(cwd, MOMENT);
    await writeFile(join(directory, `lock.${randomUUID()}.dead`), '{"id": "a", "pid": 4711, "host": "here"}');
    await writeFile(join(directory, `run.json.${randomUUID()}.tmp`), '{');
    expect(await runCli(['train', '--run', 'run'], { cwd })).toMatchObject({ code: 0, stderr: '' });
  });

  it.each<[string, (directory: string, cwd: string) => Promise<unknown>, (cwd: string) => string]>([
    [
      'with what is wrong in the config, at its line in the file',
      (directory, cwd) =>
        writeRequestFile(directory, {
          created: new Date().toISOString(),
          workspace: cwd,
          config: { file: join(cwd, CONFIG), text: '{\n  "kind": "sae",\n  "model": "tiny.pth",\n  "k": 0\n}\n' },
        }),
      (cwd) => `${join(cwd, CONFIG)}:4:8: k: `,
    ],
    [
      'with a broken request.json',
      (directory) => writeFile(join(directory, 'request.json'), '{'),
      (cwd) => `${join(cwd, 'run', 'request.json')}: not valid JSON`,
    ],
    [
      'with the files of somebody else beside it',
      (directory) => writeFile(join(directory, 'notes.txt'), ''),
      () => 'other files (notes.txt)',
    ],
  ])('refuses it %s', async (_, damage, message) => {
    const cwd = await trainingFolder(MOMENT);
    const directory = await ask(cwd, MOMENT);
    await damage(directory, cwd);
    const { code, stderr } = await runCli(['train', '--run', 'run'], { cwd });
    expect(stderr).toContain(message(cwd));
    expect(code).toBe(REFUSED);
    expect(existsSync(join(directory, 'run.json'))).toBe(false);
    expect(existsSync(join(directory, 'status.json'))).toBe(false);
    expect(existsSync(join(directory, 'log.txt'))).toBe(false);
  });
});

describe('quanta runs', () => {
  it('shows what is only asked for', async () => {
    const cwd = await trainingFolder(MOMENT);
    const directory = await ask(cwd, MOMENT);
    await writeStatus(directory, statusOf({}));
    const list = await runCli(['runs', 'list', '.'], { cwd });
    expect(list).toMatchObject({ code: 0, stderr: '' });
    expect(list.stdout).toMatch(/^run +queued +tiny\.pth$/m);
    const show = await runCli(['runs', 'show', 'run'], { cwd });
    expect(show.stdout).toContain('run: queued\n');
    expect(show.stdout).toContain(`to train ${join(cwd, CONFIG)}`);
  });
});

describe('a process that is announced while it starts', () => {
  /** Starts a process as an editor does that takes longer to announce it than the process to be ready. */
  async function startAnnounced(cwd: string, directory: string, status?: Partial<RunStatus>) {
    const lock = await RunLock.take(directory, thisMachine);
    const started = startCli(['train', '--run', directory], { cwd });
    await wait(1500);
    expect(started.isRunning()).toBe(true);
    await writeStatus(directory, statusOf({ state: 'running', pid: started.pid, ...status }));
    await lock.release();
    return started;
  }

  it('waits for that, and then trains', async () => {
    const cwd = await trainingFolder(MOMENT);
    const directory = await ask(cwd, MOMENT);
    await writeStatus(directory, statusOf({}));
    const started = await startAnnounced(cwd, directory);
    expect(await started.exit).toMatchObject({ code: 0, stderr: '' });
    expect(await readStatus(directory)).toMatchObject({ state: 'done', pid: started.pid });
  });

  it('resumes the run that it is announced to train', async () => {
    const cwd = await stoppedRun();
    const started = await startAnnounced(cwd, join(cwd, 'run'));
    expect(await started.exit).toMatchObject({ code: 0, stderr: '' });
  });

  it('waits for that, and then says in status and log why it refuses the run', async () => {
    const cwd = await trainingFolder(MOMENT);
    const directory = await ask(cwd, { ...MOMENT, k: 0 });
    await writeStatus(directory, statusOf({}));
    const started = await startAnnounced(cwd, directory);
    const { code, stderr } = await started.exit;
    expect(code).toBe(REFUSED);
    expect(await readStatus(directory)).toMatchObject({ state: 'failed', pid: started.pid, error: stderr.trim() });
    expect(await readFile(join(directory, 'log.txt'), 'utf8')).toMatch(/^\S+Z Failed: .*a\.quanta\.json:1:\d+: k: /);
  });

  it('keeps what a failed run had achieved when it refuses to resume it', async () => {
    const cwd = await stoppedRun();
    const directory = join(cwd, 'run');
    const { progress } = await readStatus(directory);
    await writeFile(join(cwd, 'questions.txt'), '');
    const started = await startAnnounced(cwd, directory, { progress });
    expect(await started.exit).toMatchObject({ code: REFUSED });
    expect(await readStatus(directory)).toMatchObject({
      state: 'failed',
      progress,
      error: expect.stringContaining('not what it was when the run began') as string,
    });
  });
});

describe('a process that is refused because another one trains the run', () => {
  it('leaves that one’s status and log alone, announced or not', async () => {
    const cwd = await trainingFolder(SHORT_RUNS.topk);
    const directory = join(cwd, 'run');
    const training = startCli(['train', CONFIG, '--run', 'run'], { cwd });
    await changeOf(join(directory, 'metrics.jsonl'), training);
    const refused = startCli(['train', '--run', 'run'], { cwd });
    const announced = statusOf({ state: 'running', pid: refused.pid });
    await writeStatus(directory, announced);
    expect(await refused.exit).toMatchObject({ code: REFUSED });
    expect((await readStatus(directory)).error).toBeNull();
    expect(await training.exit).toMatchObject({ code: 0, stderr: '' });
    expect(await readStatus(directory)).toMatchObject({ state: 'done', pid: training.pid });
    expect(await readFile(join(directory, 'log.txt'), 'utf8')).not.toContain('Failed');
  });
});
