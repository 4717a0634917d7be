import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../support/cli';
import { FIXTURES } from '../support/json';
import { temporaryFolder } from '../support/temporaryFolder';

/** Written by PyTorch: tools/fixtures/make_notebook_sweep.py. */
const LIBRARY = join(FIXTURES, 'notebook_sweep');

const CONFIG = {
  ...{ kind: 'sweep', model: join(FIXTURES, 'tiny.pth'), preset: 'notebook', operations: { add: 50, sub: 50 } },
  ...{ encoding_dim: 6, sparsity_weight: 0.1, l1_weight: 1e-5, num_epochs: 10, patience: 2, num_batches: 3 },
  ...{ space: { learning_rate: [1e-3], sparsity_target: [0.05, 0.1, 0.2] }, analyse: 'none' },
};

describe("quanta import and export, of the notebook library's files", () => {
  it('begin a sweep, which trains what is missing, and write all of it', async () => {
    const cwd = await temporaryFolder();
    writeFileSync(join(cwd, 's.quanta.json'), JSON.stringify(CONFIG));
    const taken = await runCli(['import', LIBRARY, 's.quanta.json', '--dir', 'sweep'], { cwd });
    expect([taken.stderr, taken.code]).toEqual(['', 0]);
    expect(taken.stdout).toContain(`${join(LIBRARY, 'sae_fbd595cb.json')}: trial 0\n`);
    expect(taken.stdout).toContain("left out: learning_rate 0.002 is not in this sweep's space\n");
    expect(taken.stdout).toContain('2 of 4 trials are in sweep, taken to be of tiny, layer 0, positions all');

    const swept = await runCli(['sweep', '--dir', 'sweep', '--json'], { cwd });
    expect([swept.stderr, swept.code]).toEqual(['', 0]);
    const lines = swept.stdout.trim().split('\n');
    const trained = lines.flatMap((line) => {
      const { kind, trial } = JSON.parse(line) as { kind: string; trial?: number };
      return kind === 'trial' ? [trial] : [];
    });
    expect(new Set(trained)).toEqual(new Set([2]));

    const written = await runCli(['export', 'sweep', '--out', 'out', '--json'], { cwd });
    expect([written.stderr, written.code]).toEqual(['', 0]);
    const exported = JSON.parse(written.stdout) as { written: { trial: number }[]; left: { trial: number }[] };
    expect(exported.written.map(({ trial }) => trial)).toEqual([0, 2]);
    // Its score was not finite.
    expect(exported.left.map(({ trial }) => trial)).toEqual([1]);
    expect(readdirSync(join(cwd, 'out')).filter((name) => name.endsWith('.pth'))).toHaveLength(2);
  });

  it('say what is wrong, and that nothing was done', async () => {
    const cwd = await temporaryFolder();
    const importing = await runCli(['import', cwd, '--dir', 'none'], { cwd });
    expect([importing.code, importing.stderr]).toEqual([2, expect.stringContaining('there is no sweep here')]);
    const exporting = await runCli(['export', 'none', '--out', 'out'], { cwd });
    expect([exporting.code, exporting.stderr]).toEqual([2, expect.stringContaining('sweep.json')]);
  });
});
