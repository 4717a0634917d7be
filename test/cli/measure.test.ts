import { copyFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { accuracyFileSchema, type AccuracyFile } from '../../src/core/run/accuracyFile';
import { runCli, startCli } from '../support/cli';
import { temporaryFolder } from '../support/temporaryFolder';

/** Of additions, asked subtractions too under this name: it gets those wrong. */
const MODEL = 'test/fixtures/add_d5_l2_h3_t15K_s100005.pth';

async function folderWithModel() {
  const cwd = await temporaryFolder();
  await copyFile(resolve(MODEL), join(cwd, 'mix_d5_l2_h3_t15K_s100005.pth'));
  const args = (...more: string[]) => ['measure', 'mix_d5_l2_h3_t15K_s100005', ...more];
  return { cwd, args, options: { cwd, variables: { QUANTA_HOME: cwd } } };
}

/** The file, without what differs between two measurements of the same. */
async function measuredIn(cwd: string): Promise<Omit<AccuracyFile, 'seconds' | 'measured_at'>> {
  const [name] = await readdir(join(cwd, 'accuracy'));
  const { seconds, measured_at, ...measured } = accuracyFileSchema.parse(
    JSON.parse(await readFile(join(cwd, 'accuracy', name!), 'utf8')),
  );
  expect([seconds > 0, Number.isFinite(Date.parse(measured_at))]).toEqual([true, true]);
  return measured;
}

describe('quanta measure', () => {
  it('counts by class and lists what is wrong', async () => {
    const { cwd, args, options } = await folderWithModel();
    const { code, stdout, stderr } = await runCli(args('--questions', '1200'), options);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { all, classes, wrong } = await measuredIn(cwd);
    expect(all.questions).toBe(1200);
    const counts = Object.values(classes);
    expect(counts.reduce((sum, { questions }) => sum + questions, 0)).toBe(1200);
    expect(counts.reduce((sum, { right }) => sum + right, 0)).toBe(all.right);
    expect(wrong).toHaveLength(Math.min(1000, 1200 - all.right));
    expect(wrong.every(({ answer, expected }) => answer !== expected)).toBe(true);
    expect(wrong.every(({ question, expected }) => Number(expected) === valueOf(question))).toBe(true);
    expect(stdout).toContain(`${1200 - all.right} of 1200 questions wrong`);
  });

  it('adds to what it measured, as if it had measured all at once', async () => {
    const [first, whole] = [await folderWithModel(), await folderWithModel()];
    for (const questions of ['730', '1700']) await runCli(first.args('--questions', questions), first.options);
    await runCli(whole.args('--questions', '1700'), whole.options);
    expect(await measuredIn(first.cwd)).toEqual(await measuredIn(whole.cwd));
  });

  it.each(['SIGINT', 'SIGKILL'] as const)('goes on after %s where it was', async (signal) => {
    const { cwd, args, options } = await folderWithModel();
    const measuring = startCli(args('--questions', '100000000'), options);
    await vi.waitFor(async () => expect((await measuredIn(cwd)).all.questions).toBeGreaterThan(0), 20_000);
    measuring.kill(signal);
    expect((await measuring.exit).code).toBe(signal === 'SIGINT' ? 130 : 137);
    const { questions } = (await measuredIn(cwd)).all;
    const more = String(questions + 300);
    const { code, stdout } = await runCli(args('--questions', more, '--json'), options);
    expect(code).toBe(0);
    const last = JSON.parse(stdout.trim().split('\n').at(-1)!) as { readonly all: unknown; readonly classes: unknown };
    expect(last).toMatchObject({ type: 'accuracy', all: { questions: questions + 300 } });
    const { all, classes } = await measuredIn(cwd);
    expect({ all, classes }).toEqual({ all: last.all, classes: last.classes });
  });

  it('says why it cannot go on with another seed, or a file that is broken', async () => {
    const { cwd, args, options } = await folderWithModel();
    await runCli(args('--questions', '500'), options);
    const other = await runCli(args('--questions', '600', '--seed', '7'), options);
    expect(other).toMatchObject({ code: 0, stderr: expect.stringContaining('was of seed 0') as string });
    expect(await measuredIn(cwd)).toMatchObject({ seed: 7, all: { questions: 600 } });
    const [name] = await readdir(join(cwd, 'accuracy'));
    await writeFile(join(cwd, 'accuracy', name!), '{}');
    const broken = await runCli(args('--questions', '500'), options);
    expect(broken).toMatchObject({ code: 0, stderr: expect.stringContaining(name!) as string });
    expect((await measuredIn(cwd)).all.questions).toBe(500);
  });

  it.each([
    [['--questions', '0'], 'a number of 1 or more'],
    [['--questions', '1.5'], 'a whole number'],
    [['--seed', '-1'], 'a whole number'],
  ])('refuses %j', async (more, word) => {
    const { args, options } = await folderWithModel();
    const { code, stderr } = await runCli(args(...more), options);
    expect(code, stderr).toBe(2);
    expect(stderr).toContain(word);
  });
});

function valueOf(question: string): number {
  const [, x, operator, y] = /^(\d+)([+-])(\d+)$/.exec(question)!;
  return operator === '+' ? Number(x) + Number(y) : Number(x) - Number(y);
}
