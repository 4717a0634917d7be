import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/core/formats/safetensors/readSafetensors';
import { readAnalysis } from '../../src/store/analysisFiles';
import { withFile } from '../../src/store/fileSource';
import { runCli, startCli, type CliProcess } from '../support/cli';
import { FIXTURES } from '../support/json';
import { temporaryFolder } from '../support/temporaryFolder';

const MODEL = 'add_d5_l2_h3_t15K_s100005';
const SHORT = {
  ...{ kind: 'sae', model: `${MODEL}.pth`, analyse: 'none' },
  ...{ encoding_dim: 16, k: 4, batch_size: 16, num_batches: 40, num_epochs: 1 },
};
const FILES = ['activations.safetensors', 'labels.json', `${MODEL}_sae_maths.json`, 'neurons.json', 'quality.json'];

/** A provider of another platform. */
const NOT_HERE = process.platform === 'win32' ? 'coreml' : 'dml';
const STATISTICS = ['activations.safetensors', 'neurons.json', 'quality.json'];

/** A folder with an adder of five digits and, in `run`, an SAE that was trained on it for a moment. */
async function trainedFolder(config: object = {}): Promise<string> {
  const cwd = await temporaryFolder();
  for (const file of [`${MODEL}.pth`, `${MODEL}_train.json`]) await cp(join(FIXTURES, file), join(cwd, file));
  await writeFile(join(cwd, 'a.quanta.json'), JSON.stringify({ ...SHORT, ...config }));
  const trained = await runCli(['train', 'a.quanta.json', '--run', 'run'], { cwd });
  expect(trained).toMatchObject({ code: 0, stderr: '' });
  return cwd;
}

async function written(directory: string): Promise<string[]> {
  return (await readdir(directory)).filter((name) => FILES.includes(name)).sort();
}

describe('quanta analyse', () => {
  it('writes what every neuron does into the run, and the same for its SAE by itself', async () => {
    const cwd = await trainedFolder();
    const run = join(cwd, 'run');
    const analysed = await runCli(['analyse', 'run', '--questions', '1200', '--json'], { cwd });
    expect(analysed).toMatchObject({ code: 0, stderr: '' });
    const lines = analysed.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { kind: string; stage?: string });
    expect(lines[0]).toEqual({ kind: 'start', directory: run });
    expect(lines.at(-1)).toMatchObject({ kind: 'end', state: 'done', exit: 0 });
    const stages = new Set(lines.flatMap(({ stage }) => stage ?? []));
    expect([...stages].slice(0, 3)).toEqual(['statistics', 'accuracy', 'labels']);
    expect(await written(run)).toEqual([...FILES].sort());

    const { neurons, ...about } = await readAnalysis.neurons(run);
    expect(about).toMatchObject({ model: MODEL, hook: 'blocks.0.mlp.hook_post', digits: 5, questions: 1200 });
    expect(neurons.map(({ neuron, positions }) => [neuron, positions.length])).toEqual(
      Array.from({ length: 16 }, (_, neuron) => [neuron, 19]),
    );
    const quality = await readAnalysis.quality(run);
    expect(quality.provider).toBe('cpu');
    expect(quality.accuracy.model.all).toEqual({ questions: 1200, right: 1200 });
    expect(quality.positions.map(({ position_name }) => position_name).slice(-2)).toEqual(['A1', 'A0']);
    expect(await readAnalysis.labels(run)).toHaveLength(quality.labels!.labelled);
    await readAnalysis.tags(run, MODEL);
    await withFile(join(run, 'activations.safetensors'), async (source) => {
      const { tensors } = await readSafetensors(source);
      expect(tensors.get('activations')!.shape).toEqual([16, 19, 1200]);
      expect(tensors.get('tokens')!.shape).toEqual([1200, 19]);
    });

    const byItself = ['--sae', 'run/sae', '--model', MODEL, '--out', 'elsewhere', '--questions', '1200'];
    expect(await runCli(['analyse', ...byItself], { cwd })).toMatchObject({ code: 0, stderr: '' });
    const text = (directory: string) => readFile(join(cwd, directory, 'neurons.json'), 'utf8');
    expect(await text('elsewhere')).toBe(await text('run'));
  });

  it.each(['file', 'SIGINT'] as const)('stops when asked to, by %s, and has written nothing', async (by) => {
    const cwd = await trainedFolder();
    const run = join(cwd, 'run');
    const analysis = startCli(['analyse', 'run', '--questions', '40000', '--json'], { cwd });
    await wait(2500);
    expect(analysis.isRunning()).toBe(true);
    await stop(analysis, run, by);
    const { code, stdout, stderr } = await analysis.exit;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!)).toMatchObject({ kind: 'end', state: 'stopped', exit: 130 });
    expect(await written(run)).toEqual([]);
    expect(existsSync(join(run, 'stop'))).toBe(false);
  });

  it('computes statistics alone where that is asked for, and leaves no labels of another analysis', async () => {
    const cwd = await trainedFolder();
    await writeFile(join(cwd, 'run', 'labels.json'), '[]');
    const asked = ['analyse', 'run', '--depth', 'statistics', '--questions', '1000'];
    expect(await runCli(asked, { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(await written(join(cwd, 'run'))).toEqual(STATISTICS);
  });

  it('proves nothing in no time, and says how many labels are left', async () => {
    const cwd = await trainedFolder({ encoding_dim: 48 });
    const analysed = await runCli(['analyse', 'run', '--questions', '3000', '--proof-seconds', '0'], { cwd });
    expect(analysed).toMatchObject({ code: 0, stderr: '' });
    const { labels } = await readAnalysis.quality(join(cwd, 'run'));
    expect(labels).toMatchObject({ proved: 0, unfinished: labels!.candidates });
  });

  it.each<[string, ...words: string[]]>([
    ['analyse', 'name an SAE'],
    ['analyse none', 'none: there is no run here'],
    ['analyse run --layer 0', '--layer is for an SAE by itself'],
    ['analyse run --questions 10', '--questions: 10 are too few', '1000'],
    ['analyse run --provider auto', "'auto' is invalid", 'cpu'],
    [`analyse run --provider ${NOT_HERE}`, `--provider: "${NOT_HERE}" cannot be used here`, 'leave it out'],
    ['analyse run --questions many', "'many' is invalid", 'whole number'],
    ['analyse --sae run/sae', 'name an SAE', '--model'],
    ['analyse --sae none --model m', 'none: there is no such file'],
    [
      `analyse --sae run/sae --model ${MODEL}.pth --layer 1`,
      'trained on blocks.0.mlp.hook_post',
      'blocks.1.mlp.hook_post',
    ],
    [`analyse --sae bare.pth --model ${MODEL}.pth`, 'do not say which layer', '--layer'],
    [`analyse --sae bare.pth --model ${MODEL}.pth --layer 2`, 'there is no layer 2', '0 to 1'],
    [
      `analyse --sae bare.pth --model ${MODEL}.pth --layer 0 --hook attn.hook_z`,
      'no hook "attn.hook_z"',
      'mlp.hook_post',
    ],
    [`analyse --sae bare.pth --model ${MODEL}.pth --layer 0`, 'reads activations of width 32', 'have 192'],
    [`analyse --sae bare.pth --model tiny.pth --layer 0`, 'which operations'],
  ])('refuses quanta %s', async (command, ...words) => {
    const cwd = await refusingFolder();
    const { code, stderr } = await runCli(command.split(' '), { cwd });
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code, stderr).toBe(2);
    for (const word of words) expect(stderr).toContain(word);
  });

  it.each<[string, (run: string, cwd: string) => Promise<unknown>, ...words: string[]]>([
    [
      'another model',
      (_, cwd) => appendFile(join(cwd, `${MODEL}.pth`), ' '),
      'not the model that the run was trained on',
    ],
    ['no model', (_, cwd) => rm(join(cwd, `${MODEL}.pth`)), 'is not there any more'],
    ['no SAE', (run) => rm(join(run, 'sae'), { recursive: true }), 'has no SAE yet'],
    [
      'an SAE of another architecture',
      (run) =>
        writeFile(
          join(run, 'sae', 'cfg.json'),
          '{"architecture":"standard","apply_b_dec_to_input":false,"d_in":192,"d_sae":16,"dtype":"float32"}',
        ),
      'architecture is kl',
      'recorded with topk',
    ],
    ['a process that trains it', training, 'is training this run'],
  ])('refuses a run with %s', async (_, spoil, ...words) => {
    const cwd = await trainedFolder();
    await spoil(join(cwd, 'run'), cwd);
    const { code, stderr } = await runCli(['analyse', 'run'], { cwd });
    expect(code, stderr).toBe(2);
    for (const word of words) expect(stderr).toContain(word);
    expect(await written(join(cwd, 'run'))).toEqual([]);
  });
});

describe('quanta train', () => {
  it.each([
    ['statistics', STATISTICS],
    ['full', FILES],
    ['none', []],
  ])('ends with the analysis that "analyse": "%s" asks for', async (analyse, files) => {
    const cwd = await trainedFolder({ analyse });
    expect(await written(join(cwd, 'run'))).toEqual([...files].sort());
    if (analyse !== 'statistics') return;
    expect(await readFile(join(cwd, 'run', 'log.txt'), 'utf8')).toMatch(
      /Analysed \(statistics\) on the CPU in .* seconds: /,
    );
    const { labels, nodes, explained_variance } = await readAnalysis.quality(join(cwd, 'run'));
    expect({ labels, nodes }).toEqual({ labels: null, nodes: null });
    expect(explained_variance).toBeLessThan(1);
  });
});

async function stop(analysis: CliProcess, run: string, by: 'file' | 'SIGINT'): Promise<void> {
  if (by === 'file') await writeFile(join(run, 'stop'), '');
  else analysis.kill('SIGINT');
}

/** Makes a run look as if this process trained it. */
async function training(run: string): Promise<void> {
  const path = join(run, 'status.json');
  const status = JSON.parse(await readFile(path, 'utf8')) as object;
  const alive = { state: 'running', pid: process.pid, heartbeat: new Date().toISOString() };
  await writeFile(path, JSON.stringify({ ...status, ...alive }));
}

/** A folder with a run that has an SAE, an SAE whose files say nothing, and a model whose name says nothing. */
async function refusingFolder(): Promise<string> {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'run'));
  for (const file of [`${MODEL}.pth`, `${MODEL}_train.json`, 'tiny.pth']) {
    await cp(join(FIXTURES, file), join(cwd, file));
  }
  await cp(join(FIXTURES, 'tiny_sae_sweep.pth'), join(cwd, 'bare.pth'));
  await cp(join(FIXTURES, 'sae_lens', 'standard'), join(cwd, 'run', 'sae'), { recursive: true });
  return cwd;
}
