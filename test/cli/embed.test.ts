import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { embeddingLineSchema } from '../../src/core/run/embeddingLine';
import { writeMadeAnalysis } from '../support/analysisFolder';
import { runCli, startCli } from '../support/cli';
import { temporaryFolder } from '../support/temporaryFolder';

const PLACE = ['--position', 'P9'];

describe('quanta embed', () => {
  it.each(['tsne', 'pca'] as const)('prints progress and every point as JSON, by %s', async (method) => {
    const cwd = await temporaryFolder();
    await writeMadeAnalysis(cwd);
    const args = ['embed', '.', ...PLACE, '--method', method, '--questions', '100', '--json'];
    const { code, stdout, stderr } = await runCli(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => embeddingLineSchema.parse(JSON.parse(line)));
    expect(lines.slice(0, -1).every(({ type }) => type === 'progress')).toBe(true);
    const last = lines.at(-1)!;
    expect(last).toMatchObject({ type: 'embedding', method, position: 9, perplexity: method === 'tsne' ? 30 : null });
    if (last.type !== 'embedding') return;
    expect(last.points).toHaveLength(100);
    expect(new Set(last.points.map(String)).size).toBeGreaterThan(2);
    expect([last.kl_divergence === null, last.explained_variance_ratio === null]).toEqual([
      method === 'pca',
      method === 'tsne',
    ]);
    expect(last.trustworthiness).toBeGreaterThan(0.8);
  });

  it('writes a table for people', async () => {
    const cwd = await temporaryFolder();
    await writeMadeAnalysis(cwd);
    const { code, stdout, stderr } = await runCli(['embed', '.', '--position', '9', '--method', 'pca'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('120 questions, explained variance');
    expect(stdout).toContain('Saved embedding-pca-P9.csv');
    const [head, ...rows] = (await readFile(join(cwd, 'embedding-pca-P9.csv'), 'utf8')).trim().split('\n');
    expect(head).toBe('question,class,complexity,x,y');
    expect(rows).toHaveLength(120);
    for (const row of rows) expect(row).toMatch(/^\d{3}[+-]\d{3}=[+-]\d{4},[SMN],[SMN]\d\+?,-?[\d.e-]+,-?[\d.e-]+$/);
  });

  it('follows from its seed', async () => {
    const cwd = await temporaryFolder();
    await writeMadeAnalysis(cwd);
    const run = async (seed: string, file: string) => {
      await runCli(['embed', '.', ...PLACE, '--seed', seed, '--out', file], { cwd });
      return readFile(join(cwd, file), 'utf8');
    };
    const first = await run('1', 'a.csv');
    expect(await run('1', 'b.csv')).toBe(first);
    expect(await run('2', 'c.csv')).not.toBe(first);
  });

  it('stops at a signal, and has written nothing', async () => {
    const cwd = await temporaryFolder();
    await writeMadeAnalysis(cwd, { neurons: 30, questions: 6000 });
    const before = await readdir(cwd);
    const embedding = startCli(['embed', '.', ...PLACE, '--questions', '6000'], { cwd });
    await wait(1500);
    expect(embedding.isRunning()).toBe(true);
    embedding.kill('SIGTERM');
    expect(await embedding.exit).toMatchObject({ code: 130, stdout: '', stderr: '' });
    expect(await readdir(cwd)).toEqual(before);
  });

  it.each<[string, ...words: string[]]>([
    ['embed .', "required option '--position"],
    ['embed . --position P3', 'was not trained on P3', 'P7, P8, P9, P10'],
    ['embed . --position P99', 'P99 is beyond the last position'],
    ['embed . --position P7-P9', 'are 3 positions'],
    ['embed . --position P9 --perplexity 40', 'perplexity 40 is too large for 120 questions'],
    ['embed . --position P9 --perplexity 1', 'a number of 2 or more'],
    ['embed . --position P9 --questions 20', '20 questions are too few', '50'],
    ['embed . --position P9 --method umap', 'Allowed choices are tsne, pca'],
    ['embed . --position P9 --json --out a.csv', '--out is for the CSV file'],
    ['embed nowhere --position P9', 'no SAE was analysed here'],
  ])('refuses quanta %s', async (command, ...words) => {
    const cwd = await temporaryFolder();
    await writeMadeAnalysis(cwd);
    const { code, stderr } = await runCli(command.split(' '), { cwd });
    expect(stderr).not.toMatch(/^ +at /m);
    expect(code, stderr).toBe(2);
    for (const word of words) expect(stderr).toContain(word);
  });
});
