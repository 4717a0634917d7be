import { existsSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStatus } from '../../src/store/statusFile';
import { runCli, startCli } from '../support/cli';
import { FAST_CLOCK } from './clocks';
import { changeOf, killAt, randomMoments, sooner } from './kills';
import { stoppedRun } from './stoppedRun';
import { readTrainedRun } from './trainedRun';
import { CONFIG, SHORT_RUNS, trainingFolder, writeConfig } from './trainingFolder';

const REFUSED = 2;

describe('a run that is killed again and again', () => {
  it.each([
    ['topk', 1],
    ['kl', 2],
  ] as const)('trains what an undisturbed run trains: %s', { timeout: 300_000 }, async (name, seed) => {
    const cwd = await trainingFolder(SHORT_RUNS[name]);
    expect(await runCli(['train', CONFIG, '--run', 'undisturbed'], { cwd })).toMatchObject({ code: 0 });
    const expected = await readTrainedRun(join(cwd, 'undisturbed'));

    const moments = randomMoments(seed);
    for (let kills = 0, run = 0; kills < moments.length; run++) {
      const directory = join(cwd, `run${run}`);
      while (!(await isDone(directory))) {
        const config = existsSync(join(directory, 'run.json')) ? [] : [CONFIG];
        const process = startCli(['train', ...config, '--run', directory], { cwd, preload: FAST_CLOCK });
        const moment = moments[kills];
        if (moment && (await killAt(moment, directory, process))) kills++;
        else expect(await process.exit).toMatchObject({ code: 0, stderr: '' });
        // On a fast machine the run may be over before its moment comes.
        if (moment && moments[kills] === moment) moments[kills] = sooner(moment);
      }
      expect(await readTrainedRun(directory)).toEqual(expected);
    }
  });
});

describe('what a killed process leaves behind', () => {
  it('does no harm: a line cut short, and temporary files', async () => {
    const cwd = await trainingFolder(SHORT_RUNS.kl);
    const run = join(cwd, 'run');
    const process = startCli(['train', CONFIG, '--run', run], { cwd, preload: FAST_CLOCK });
    await killAt({ after: 'checkpoint/state.safetensors', milliseconds: 100 }, run, process);
    await appendFile(join(run, 'metrics.jsonl'), '{"kind":"epoch","epoch":7,"ste');
    const temporary = 'state.safetensors.01234567-89ab-cdef-0123-456789abcdef.tmp';
    await writeFile(join(run, 'checkpoint', temporary), 'a part');
    await writeFile(join(run, 'checkpoint', 'mine.tmp'), 'a file of the user');

    expect(await runCli(['train', '--run', run], { cwd })).toMatchObject({ code: 0 });
    expect(await readdir(join(run, 'checkpoint'))).toEqual(['mine.tmp', 'state.safetensors']);
    expect(await runCli(['train', CONFIG, '--run', 'undisturbed'], { cwd })).toMatchObject({ code: 0 });
    expect(await readTrainedRun(run)).toEqual(await readTrainedRun(join(cwd, 'undisturbed')));
  });

  it('does no harm where it was killed while it made the directory', async () => {
    const cwd = await trainingFolder({ ...SHORT_RUNS.kl, num_epochs: 1 });
    await mkdir(join(cwd, 'run'));
    await writeFile(join(cwd, 'run', 'run.json.01234567-89ab-cdef-0123-456789abcdef.tmp'), '{');
    expect(await runCli(['train', CONFIG, '--run', 'run'], { cwd })).toMatchObject({ code: 0 });
    expect(await readdir(join(cwd, 'run'))).not.toContainEqual(expect.stringContaining('.tmp'));
  });
});

describe('resuming is refused', () => {
  const checkpoint = join('run', 'checkpoint', 'state.safetensors');
  const append = (name: string) => (cwd: string) => appendFile(join(cwd, name), '\n');
  it.each<[string, (cwd: string) => Promise<unknown>, string, RegExp]>([
    ['with a checkpoint cut short', (cwd) => truncate(join(cwd, checkpoint), 2000), checkpoint, /truncated or damaged/],
    ['with an empty checkpoint', (cwd) => truncate(join(cwd, checkpoint), 0), checkpoint, /truncated/],
    ['with a flipped bit in a weight', (cwd) => flipLastBit(join(cwd, checkpoint)), checkpoint, /damaged/],
    ['with another model file', append('tiny.pth'), 'tiny.pth', /not what it was when the run began/],
    ['without its model file', (cwd) => rm(join(cwd, 'tiny.pth')), 'tiny.pth', /no such file/],
    ['with other questions', append('questions.txt'), 'questions.txt', /not what it was when the run began/],
    ['with another SAE to start from', append('initial.pth'), 'initial.pth', /not what it was when the run began/],
    ['with a damaged run.json', (cwd) => truncate(join(cwd, 'run', 'run.json'), 100), 'run.json', /not valid JSON/],
    ['with a damaged status', (cwd) => writeFile(join(cwd, 'run', 'status.json'), '{}'), 'status.json', /state/],
  ])('%s', async (_, damage, file, message) => {
    const cwd = await stoppedRun();
    await damage(cwd);
    const { code, stderr } = await runCli(['train', '--run', 'run'], { cwd });
    expect(stderr).toContain(file);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code).toBe(REFUSED);
  });

  it('with another config, naming what differs', async () => {
    const cwd = await stoppedRun();
    await writeConfig(cwd, { ...SHORT_RUNS.kl, num_epochs: 3, learning_rate: 0.5 });
    const { code, stderr } = await runCli(['train', CONFIG, '--run', 'run'], { cwd });
    expect(code).toBe(REFUSED);
    expect(stderr).toContain('num_epochs: 1500 in the run, 3 in the config');
    expect(stderr).toContain('learning_rate: 0.001 in the run, 0.5 in the config');
    expect(stderr.trim().split('\n')).toHaveLength(3);
    expect(await readStatus(join(cwd, 'run'))).toMatchObject({ state: 'stopped' });
  });

  it('on a provider that is not there, without a change to the run', async () => {
    const cwd = await stoppedRun();
    const before = await readFile(join(cwd, 'run', 'status.json'), 'utf8');
    const { code, stderr } = await runCli(['train', '--run', 'run', '--provider', 'cuda'], { cwd });
    expect(code).toBe(REFUSED);
    expect(stderr).toContain('provider "cuda"');
    expect(await readFile(join(cwd, 'run', 'status.json'), 'utf8')).toBe(before);
    expect(existsSync(join(cwd, 'run', 'lock'))).toBe(false);
  });

  it('once the run is finished', async () => {
    const cwd = await trainingFolder({ ...SHORT_RUNS.kl, num_epochs: 1 });
    expect(await runCli(['train', CONFIG, '--run', 'run'], { cwd })).toMatchObject({ code: 0 });
    const { code, stderr } = await runCli(['train', '--run', 'run'], { cwd });
    expect(code).toBe(REFUSED);
    expect(stderr).toContain(`${join(cwd, 'run')}: this run is finished`);
  });

  it('while another process trains the run, which is not disturbed', async () => {
    const cwd = await trainingFolder(SHORT_RUNS.topk);
    const process = startCli(['train', CONFIG, '--run', 'run'], { cwd });
    await changeOf(join(cwd, 'run', 'metrics.jsonl'), process);
    const { code, stderr } = await runCli(['train', '--run', 'run'], { cwd });
    expect(code).toBe(REFUSED);
    expect(stderr).toContain(`${join(cwd, 'run')}: another process is training this run: process ${process.pid}`);
    expect(await process.exit).toMatchObject({ code: 0, stderr: '' });
  });
});

async function isDone(directory: string): Promise<boolean> {
  return existsSync(join(directory, 'status.json')) && (await readStatus(directory)).state === 'done';
}

async function flipLastBit(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await writeFile(path, bytes);
}
