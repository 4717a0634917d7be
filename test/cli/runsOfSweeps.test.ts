import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runCli } from '../support/cli';
import { madeObjective, makeSweep } from '../support/madeSweep';
import { temporaryFolder } from '../support/temporaryFolder';

async function folderWithSweep() {
  const cwd = await temporaryFolder();
  const directory = join('.quanta', 'runs', '20260309-120405-made');
  const stateOf = (trial: number) => (trial === 2 ? 'failed' : 'done');
  await makeSweep(join(cwd, directory), { trials: 5, withRuns: false, stateOf });
  const losses = [0, 1, 3, 4].map((trial) => ({ trial, loss: madeObjective(trial).loss! }));
  return { cwd, directory, ranked: losses.toSorted((a, b) => a.loss - b.loss) };
}

it('lists a sweep by its trials and its best, in the column of its objective', async () => {
  const { cwd, ranked } = await folderWithSweep();
  const { code, stdout } = await runCli(['runs', 'list'], { cwd });
  expect(code).toBe(0);
  const [heading, row] = stdout.split('\n');
  expect(row).toMatch(/^20260309-120405-made\s+done\s+mix\s+5\/5 trials\s/);
  expect(row!.slice(heading!.indexOf('Loss')).trim()).toBe(ranked[0]!.loss.toFixed(4));
});

it('shows the trials of a sweep, the best first', async () => {
  const { cwd, directory, ranked } = await folderWithSweep();
  const { code, stdout } = await runCli(['runs', 'show', directory], { cwd });
  expect(code).toBe(0);
  expect(stdout).toContain('search    random, best loss');
  const rows = stdout.split('\n').filter((line) => /^\d/.test(line));
  const [best, ...others] = ranked.map(({ trial }) => `${trial}`);
  expect(rows.map((line) => line.split(/\s{2,}/)[0])).toEqual([`${best} *`, ...others, '2']);
  const json = JSON.parse((await runCli(['runs', 'show', directory, '--json'], { cwd })).stdout) as object;
  expect(json).toMatchObject({ state: 'done', status: { sweep: { done: 4, failed: 1 } }, problems: [] });
});
