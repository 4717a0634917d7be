import { existsSync } from 'node:fs';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStatus, writeStatus } from '../../src/store/statusFile';
import { sweepPaths } from '../../src/store/sweepDirectory';
import { writeRequestFile } from '../../src/store/requestFile';
import { runCli, startCli } from '../support/cli';
import { SWEEP_CONFIG, sweepFolder, TINY_SWEEP, writeSweep } from '../support/temporarySweeps';

const GRID = { space: { learning_rate: [1e-2, 1e-3], l1_weight: [0, 1e-3] } };
const LONG = { ...GRID, num_batches: 200, num_epochs: 25 };

const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('quanta sweep', () => {
  it('makes a directory among the runs, and tells a person how its trials are getting on', async () => {
    const cwd = await sweepFolder(GRID);
    const { code, stdout, stderr } = await runCli(['sweep', SWEEP_CONFIG], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('at most 4 trials, grid, over l1_weight, learning_rate; objective loss');
    expect(stdout).toMatch(/^Trial 2 running \(l1_weight 0\.001, learning_rate 0\.01\)$/m);
    expect(stdout).toMatch(/^Trial 2 done: loss \d\.\d+ \(l1_weight 0\.001, learning_rate 0\.01\)$/m);
    expect(stdout).toMatch(/^Best trial \d: loss \d\.\d+ \(.*\), trials\/000\d$/m);
    expect(stdout).not.toContain('\u001b');
    const [id] = await readdir(join(cwd, '.quanta', 'runs'));
    expect(id).toMatch(/^\d{8}-\d{6}-s$/);
    const log = await readFile(join(cwd, '.quanta', 'runs', id!, 'log.txt'), 'utf8');
    expect(log).toContain('Done: everything was tried');
  });

  it('prints the lines of its ledger as JSON, between one that begins and one that ends', async () => {
    const cwd = await sweepFolder({ ...GRID, objective: ['loss', 'density'] });
    const { code, stdout } = await runCli(['sweep', SWEEP_CONFIG, '--dir', 'sweep', '--json'], { cwd });
    expect(code).toBe(0);
    const [start, ...lines] = jsonLines(stdout);
    const end = lines.pop();
    expect(start).toMatchObject({ kind: 'start', sweep: expect.stringMatching(/sweep$/) as string });
    const ledger = await readFile(sweepPaths(join(cwd, 'sweep')).ledger, 'utf8');
    expect(lines).toEqual(jsonLines(ledger).map((line) => ({ kind: 'trial', ...line })));
    const best = JSON.parse(await readFile(sweepPaths(join(cwd, 'sweep')).best, 'utf8')) as object;
    expect(end).toEqual({ kind: 'end', state: 'done', exit: 0, reached: 'space', best });
  });

  it('stops at Ctrl-C, goes on with its directory alone, and is finished then', async () => {
    const cwd = await sweepFolder(LONG);
    const process = startCli(['sweep', SWEEP_CONFIG, '--dir', 'sweep'], { cwd });
    while (!existsSync(join(cwd, 'sweep', 'trials', '0003', 'metrics.jsonl'))) {
      if (!process.isRunning()) break;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    process.kill('SIGINT');
    const { code, stdout, stderr } = await process.exit;
    expect({ code, stderr }).toEqual({ code: 130, stderr: '' });
    expect(stdout).toContain('Go on with: quanta sweep --dir sweep');
    expect(await readStatus(join(cwd, 'sweep'))).toMatchObject({
      state: 'stopped',
      sweep: { running: 0, reached: null },
    });
    expect(await runCli(['sweep', '--dir', 'sweep'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    const again = await runCli(['sweep', '--dir', 'sweep'], { cwd });
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('is finished, with 4 trials') as string });
  });

  it('begins what an editor asks for, and says in the status where it cannot', async () => {
    const cwd = await sweepFolder(GRID);
    const ask = async (name: string, keys: object) => {
      await writeSweep(cwd, keys);
      const directory = join(cwd, name);
      const file = join(cwd, SWEEP_CONFIG);
      await mkdir(directory);
      const text = await readFile(file, 'utf8');
      await writeRequestFile(directory, { created: new Date().toISOString(), workspace: cwd, config: { file, text } });
      const process = startCli(['sweep', '--dir', directory], { cwd });
      const announced = { pid: process.pid, host: hostname(), heartbeat: new Date().toISOString() };
      const rest = { progress: null, result: null, error: null };
      await writeStatus(directory, { state: 'running', ...announced, ...rest });
      return { directory, exit: await process.exit };
    };
    const good = await ask('good', GRID);
    expect(good.exit).toMatchObject({ code: 0, stderr: '' });
    expect(await readStatus(good.directory)).toMatchObject({ state: 'done', sweep: { done: 4 } });
    const bad = await ask('bad', { ...GRID, layer_num: 7 });
    expect(bad.exit.code).toBe(2);
    expect(await readStatus(bad.directory)).toMatchObject({
      state: 'failed',
      error: expect.stringContaining('layer_num') as string,
    });
  });

  it('has one process at a time', async () => {
    const cwd = await sweepFolder(LONG);
    const process = startCli(['sweep', SWEEP_CONFIG, '--dir', 'sweep'], { cwd });
    while (process.isRunning() && !existsSync(join(cwd, 'sweep', 'ledger.jsonl'))) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    const { code, stderr } = await runCli(['sweep', '--dir', 'sweep'], { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain(`another process is running this sweep: process ${process.pid}`);
    process.kill('SIGTERM');
    expect(await process.exit).toMatchObject({ code: 130, stderr: '' });
  });

  it('says what to run where a file or a directory is of the other kind', async () => {
    const cwd = await sweepFolder(GRID);
    const keys = { ...TINY_SWEEP, kind: 'sae', objective: undefined };
    await writeFile(join(cwd, 'one.quanta.json'), JSON.stringify(keys));
    await runCli(['sweep', SWEEP_CONFIG, '--dir', 'sweep'], { cwd });
    await runCli(['train', 'one.quanta.json', '--run', 'run'], { cwd });
    const refusals: [args: string[], message: string][] = [
      [['train', SWEEP_CONFIG], `run it with quanta sweep ${SWEEP_CONFIG}`],
      [['sweep', 'one.quanta.json'], 'train it with quanta train one.quanta.json'],
      [['train', '--run', 'sweep'], `go on with it by quanta sweep --dir ${join(cwd, 'sweep')}`],
      [['sweep', '--dir', 'run'], `go on with it by quanta train --run ${join(cwd, 'run')}`],
      [['sweep', '--dir', 'nothing'], 'there is no sweep here'],
      [['sweep'], 'say what to search'],
    ];
    for (const [args, message] of refusals) {
      const { code, stderr } = await runCli(args, { cwd });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string });
    }
  });
});
