import { cpSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseNotebookTrial } from '../../../src/core/sweep/notebookTrial';
import { openRunSubject } from '../../../src/runtime/analysis/openSubject';
import { BEST_PARAMETERS, exportSweep } from '../../../src/runtime/notebookSweep/exportSweep';
import { importSweep } from '../../../src/runtime/notebookSweep/importSweep';
import { closeSweep, openSweep, type OpenSweep } from '../../../src/runtime/sweep/openSweep';
import { readSae } from '../../../src/store/saeFiles';
import { readStatus } from '../../../src/store/statusFile';
import { readBestFile } from '../../../src/store/sweepFiles';
import { readSweepLedger } from '../../../src/store/sweepLedger';
import { CLI } from '../../support/buildOnce';
import { fixture, FIXTURES } from '../../support/json';
import { temporaryFolder } from '../../support/temporaryFolder';
import { BUNDLED } from '../../support/temporaryRuns';
import { decode, encode, maxDifference } from '../../unit/formats/saeReference';

/** What PyTorch has written: tools/fixtures/make_notebook_sweep.py. */
const FOLDER = join(FIXTURES, 'notebook_sweep');
const [BEST, INFINITE, WITHOUT_WEIGHTS, OTHER_RATE] = ['fbd595cb', '1bb945d3', '6d0dd262', '23ce8906'];

const CONFIG = {
  ...{ kind: 'sweep', model: join(FIXTURES, 'tiny.pth'), preset: 'notebook', operations: { add: 50, sub: 50 } },
  ...{ encoding_dim: 6, sparsity_weight: 0.1, l1_weight: 1e-5, num_epochs: 10, patience: 2, num_batches: 3 },
  space: { learning_rate: [1e-3], sparsity_target: [0.3, 0.2, 0.1, 0.05] },
};

/** Opens the sweep in a folder, begun with a config of these keys where there is none, for as long as `use` takes. */
async function withSweep<T>(folder: string, keys: object, use: (sweep: OpenSweep) => Promise<T>): Promise<T> {
  const config = join(folder, 's.quanta.json');
  writeFileSync(config, JSON.stringify({ ...CONFIG, ...keys }));
  const folders = { workspace: folder, hubCache: folder, bundled: BUNDLED };
  const sweep = await openSweep(
    { config, directory: join(folder, 'sweep'), runsFolder: folder },
    { provider: 'cpu', program: [process.execPath, CLI], folders, quantaVersion: 'test', now: new Date() },
  );
  try {
    return await use(sweep);
  } finally {
    await closeSweep(sweep);
  }
}

const imported = (folder: string, from = FOLDER, keys = {}) => {
  return withSweep(folder, keys, (sweep) => importSweep(sweep, from));
};

describe("trials of the notebook's library", () => {
  it('become finished trials of a sweep, and what does not fit is named file by file', async () => {
    const folder = await temporaryFolder();
    const directory = join(folder, 'sweep');
    const files = await imported(folder, FOLDER, { objective: ['score', 'explained_variance'] });
    expect(files).toEqual([
      { file: join(FOLDER, `sae_${INFINITE}.json`), trial: 2 },
      {
        file: join(FOLDER, `sae_${OTHER_RATE}.json`),
        reason: "learning_rate 0.002 is not in this sweep's space",
      },
      {
        file: join(FOLDER, `sae_${WITHOUT_WEIGHTS}.json`),
        reason: `${join(FOLDER, `sae_${WITHOUT_WEIGHTS}.pth`)}: there is no such file or directory`,
      },
      { file: join(FOLDER, `sae_${BEST}.json`), trial: 3 },
    ]);
    const { trials, problems } = await readSweepLedger(directory);
    expect(problems).toEqual([]);
    expect(trials.map(({ trial, state, parameters, run }) => [trial, state, parameters, run])).toEqual([
      [2, 'done', { learning_rate: 1e-3, sparsity_target: 0.1 }, 'trials/0002'],
      [3, 'done', { learning_rate: 1e-3, sparsity_target: 0.05 }, 'trials/0003'],
    ]);
    expect(trials.map(({ objective }) => objective!.score)).toEqual([null, 4.7784]);
    expect(trials[1]!.objective!.explained_variance).toBeLessThan(1);
    expect((await readBestFile(directory)).trials.map(({ trial }) => trial)).toEqual([3]);
    expect(await readStatus(directory)).toMatchObject({ state: 'stopped', sweep: { done: 2, best: 4.7784, most: 4 } });
  });

  it('are runs whose SAEs encode as PyTorch says', async () => {
    const folder = await temporaryFolder();
    await imported(folder);
    const expected =
      fixture<Record<string, { x: number[]; encoded: number[]; decoded: number[] }>>('notebook_sweep/expected.json');
    for (const [trial, name] of [
      ['0003', BEST],
      ['0002', INFINITE],
    ]) {
      const run = join(folder, 'sweep', 'trials', trial!);
      const { subject } = await openRunSubject(run);
      const { x, encoded, decoded } = expected[`sae_${name}`]!;
      for (const sae of [subject.sae, await readSae(join(run, 'notebook', 'sae.pth'))]) {
        const own = encode(sae, x);
        expect(maxDifference(own, encoded)).toBeLessThan(1e-6);
        expect(maxDifference(decode(sae, own), decoded)).toBeLessThan(1e-6);
      }
    }
  });

  it('are taken in once, also where an import was killed between the lines of the ledger', async () => {
    const folder = await temporaryFolder();
    const directory = join(folder, 'sweep');
    await imported(folder);
    const ledger = join(directory, 'ledger.jsonl');
    const text = readFileSync(ledger, 'utf8');
    const again = await imported(folder);
    expect(again.every((file) => 'reason' in file)).toBe(true);
    expect(again[0]).toMatchObject({ reason: 'trial 2 of the sweep has these parameters already (done)' });
    expect(readFileSync(ledger, 'utf8')).toBe(text);

    // Killed before the last trial's directory took its place.
    writeFileSync(ledger, text.split('\n').slice(0, 3).join('\n') + '\n');
    renameSync(join(directory, 'trials', '0003'), join(directory, 'trials', '0003.importing'));
    const files = await imported(folder);
    expect(files.at(-1)).toMatchObject({ trial: 3 });
    const { trials, problems } = await readSweepLedger(directory);
    expect([problems, trials.map(({ state }) => state)]).toEqual([[], ['done', 'done']]);
    expect(readdirSync(join(directory, 'trials'))).toEqual(['0002', '0003']);
  });

  it('are refused where the weights are of other sizes, and in a sweep of another architecture', async () => {
    const folder = await temporaryFolder();
    const from = join(folder, 'from');
    mkdirSync(from);
    const trial = parseNotebookTrial(readFileSync(join(FOLDER, `sae_${BEST}.json`), 'utf8'), 'a');
    const parameters = { ...trial.parameters, encoding_dim: 8 };
    writeFileSync(join(from, `sae_${BEST}.json`), JSON.stringify({ ...trial, parameters }));
    cpSync(join(FOLDER, `sae_${BEST}.pth`), join(from, `sae_${BEST}.pth`));
    const keys = { encoding_dim: 8 };
    const [file] = await imported(folder, from, keys);
    expect(file).toMatchObject({ reason: expect.stringContaining('has 6 neurons and reads 32 numbers') as string });
    await expect(imported(folder, folder, keys)).rejects.toThrow("there are no files of the notebook's library here");

    const other = await temporaryFolder();
    const own = Object.fromEntries(
      ['preset', 'sparsity_weight', 'l1_weight', 'encoding_dim'].map((key) => [key, undefined]),
    );
    const topk = { ...own, architecture: 'topk', space: { encoding_dim: [16, 32] } };
    await expect(imported(other, FOLDER, topk)).rejects.toThrow('this sweep\'s is "topk"');
  });

  it('are written as they were read', async () => {
    const folder = await temporaryFolder();
    const [directory, out] = [join(folder, 'sweep'), join(folder, 'out')];
    await imported(folder);
    const { written, left } = await exportSweep(directory, out);
    expect(written).toEqual([{ trial: 3, stem: `sae_${BEST}`, collidesWith: null, score: 4.7784 }]);
    expect(left).toEqual([{ trial: 2, reason: `${join(directory, 'trials/0002/status.json')}: it has no score` }]);
    expect(readdirSync(out).toSorted()).toEqual([BEST_PARAMETERS, `sae_${BEST}.json`, `sae_${BEST}.pth`].toSorted());
    const read = (path: string) => parseNotebookTrial(readFileSync(path, 'utf8'), path);
    const [found, original] = [out, FOLDER].map((from) => read(join(from, `sae_${BEST}.json`)));
    expect(found).toEqual(original);
    expect(JSON.parse(readFileSync(join(out, BEST_PARAMETERS), 'utf8'))).toEqual(original!.parameters);
    expect(await readSae(join(out, `sae_${BEST}.pth`))).toEqual(await readSae(join(FOLDER, `sae_${BEST}.pth`)));
    await expect(exportSweep(directory, out)).rejects.toThrow('this folder has files already');
  });

  it('are numbered where their names agree, since values agree to three digits', async () => {
    const folder = await temporaryFolder();
    const from = join(folder, 'from');
    cpSync(FOLDER, from, { recursive: true });
    const trial = parseNotebookTrial(readFileSync(join(from, `sae_${BEST}.json`), 'utf8'), 'a');
    const parameters = { ...trial.parameters, sparsity_target: 0.05001 };
    writeFileSync(join(from, `sae_${BEST}_2.json`), JSON.stringify({ ...trial, parameters, score: 4 }));
    cpSync(join(from, `sae_${BEST}.pth`), join(from, `sae_${BEST}_2.pth`));
    const space = { learning_rate: [1e-3], sparsity_target: [0.05, 0.05001] };
    await imported(folder, from, { space });
    const { written } = await exportSweep(join(folder, 'sweep'), join(folder, 'out'));
    expect(written).toEqual([
      { trial: 0, stem: `sae_${BEST}`, collidesWith: null, score: 4.7784 },
      { trial: 1, stem: `sae_${BEST}_2`, collidesWith: 0, score: 4 },
    ]);
  });
});
