import { rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseSweep } from '../../../src/core/config/parseSweep';
import { resolveConfig } from '../../../src/core/config/resolveConfig';
import { resolveSweep, trialConfig } from '../../../src/core/config/resolveSweep';
import { nextTrial } from '../../../src/core/sweep/nextTrial';
import { searchText, sweepChanges, type SweepFile } from '../../../src/core/sweep/sweepFile';
import { sweepPaths } from '../../../src/store/sweepDirectory';
import { readBestFile, readSweepFile, writeBestFile, writeSweepFile } from '../../../src/store/sweepFiles';
import { temporaryFolder } from '../../support/temporaryFolder';

const base = { kind: 'sweep', model: 'm', operations: { add: 100 }, space: { k: [4, 8] } };
const facts = { layers: 2, digits: 6, hooks: ['mlp.hook_post'], batchSize: 64, operations: undefined };

/** What is recorded of a sweep of a config. */
function fileOf(keys: object, more: Partial<SweepFile> = {}): SweepFile {
  const parsed = parseSweep(JSON.stringify({ ...base, ...keys }), 's.quanta.json');
  const sweep = resolveSweep(parsed);
  const plan = { space: sweep.space, strategy: sweep.strategy, seed: sweep.searchSeed, trials: sweep.limits.trials };
  const first = trialConfig(parsed, sweep, nextTrial(plan, [])!.parameters);
  return {
    created: '2026-01-02T03:04:05.000Z',
    config: { file: '/s.quanta.json', text: parsed.document.text, written: parsed.config },
    first: resolveConfig(first, facts, (path) => path),
    search: searchText(sweep),
    model: { name: 'm', path: '/m.pth', sha256: 'a'.repeat(64) },
    questions: null,
    init_from: null,
    versions: { quanta: '0', onnxruntime: '1', node: '20' },
    ...more,
  };
}

describe('the files of a sweep', () => {
  it('are written and read', async () => {
    const folder = await temporaryFolder();
    const sweep = fileOf({});
    await writeSweepFile(folder, sweep);
    expect(await readSweepFile(folder)).toEqual(sweep);
    const best = {
      objectives: ['loss' as const],
      trials: [{ trial: 3, params: { k: 4, hook: 'a' }, objective: { loss: 0.1 }, run: 'trials/0003' }],
    };
    await writeBestFile(folder, best);
    expect(await readBestFile(folder)).toEqual(best);
    await rm(sweepPaths(folder).sweep);
    await expect(readSweepFile(folder)).rejects.toThrow('sweep.json: there is no such file');
  });
});

describe('a sweep that goes on', () => {
  const recorded = fileOf({});

  it.each([
    {},
    { limits: { trials: 1, minutes: 5 } },
    { executor: 'slurm', slurm: { gpus: 1 } },
    { analyse: 'full', device: 1, provider: 'cpu', watch_neurons: [2] },
    { batch_size: 64 },
  ])('is the same with %j', (keys) => {
    expect(sweepChanges(recorded, fileOf(keys))).toEqual([]);
  });

  it.each([
    [{ encoding_dim: 64 }, /^encoding_dim: 512 in the sweep, 64 in the config$/],
    [{ seed: 2 }, /^seed: /],
    [{ objective: 'loss' }, /^objective: \["score"\] in the sweep, \["loss"\] in the config$/],
    [{ halving: {} }, /^halving: null in the sweep/],
    [{ space: { k: [4, 9] } }, /^space: .*\[4,8\].* in the sweep, .*\[4,9\]/],
    [{ search_seed: 3 }, /^search_seed: 673023 in the sweep, 3 in the config$/],
  ])('is another one with %j', (keys, message) => {
    expect(sweepChanges(recorded, fileOf(keys))).toEqual([expect.stringMatching(message)]);
  });

  it('is another one with as many more trials only where their number decides what they are', () => {
    const hypercube = { strategy: 'latin_hypercube', limits: { trials: 2 } };
    const changes = sweepChanges(fileOf(hypercube), fileOf({ ...hypercube, limits: { trials: 4 } }));
    // The first trial of the other hypercube may be another one, too.
    expect(changes.at(-1)).toMatch(/^limits\.trials \(of a Latin hypercube\): 2 in the sweep, 4 in the config$/);
  });

  it('is another one where a file has changed', () => {
    const model = { name: 'm', path: '/m.pth', sha256: 'b'.repeat(64) };
    const other = fileOf({}, { model, questions: 'c'.repeat(64), init_from: 'd'.repeat(64) });
    expect(sweepChanges(recorded, other)).toEqual([
      'model: another file than /m.pth',
      'questions: the file has changed',
      'init_from: the file has changed',
    ]);
  });
});
