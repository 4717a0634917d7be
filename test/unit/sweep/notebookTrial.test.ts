import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ResolvedConfig } from '../../../src/core/config/saeConfig';
import {
  fitParameters,
  notebookParameters,
  notebookTrialText,
  parseNotebookTrial,
} from '../../../src/core/sweep/notebookTrial';
import { searchSpace, type TrialParameters } from '../../../src/core/sweep/searchSpace';
import { notebookFileStem } from '../../../src/store/notebookFileName';
import { FIXTURES } from '../../support/json';

/** Written by Python: tools/fixtures/make_notebook_sweep.py. */
const FOLDER = join(FIXTURES, 'notebook_sweep');
const names = readdirSync(FOLDER).filter((name) => name.startsWith('sae_') && name.endsWith('.json'));

describe("a trial's file", () => {
  it.each(names)('%s is read, named and written as Python does it', (name) => {
    const text = readFileSync(join(FOLDER, name), 'utf8');
    const trial = parseNotebookTrial(text, name);
    expect(notebookTrialText(trial)).toBe(text);
    expect(`${notebookFileStem(trial.parameters)}.json`).toBe(name);
  });

  it('says what is wrong with it', () => {
    const text = '{"parameters": {"num_epochs": 3}, "score": "x", "avg_loss": 1, "avg_sparsity": 0.5}';
    expect(() => parseNotebookTrial(text, 'a.json')).toThrow(
      'a.json: score: expected a number, found "x"; neurons_used: expected number, found nothing',
    );
  });
});

describe('parameters', () => {
  const space = searchSpace([
    { key: 'encoding_dim', kind: 'choice', values: [32, 64] },
    { key: 'l1_weight', kind: 'range', min: 1e-6, max: 1e-3, scale: 'log', whole: false },
    { key: 'num_epochs', kind: 'range', min: 5, max: 20, scale: 'linear', whole: true },
  ]);
  const shared = { learning_rate: 1e-3, sparsity_target: 0.05, sparsity_weight: 0.1, patience: 2 };
  const first = { ...shared, encoding_dim: 32, l1_weight: 1e-6, num_epochs: 5, seed: 3 } as unknown as ResolvedConfig;
  const searched = { encoding_dim: 64, l1_weight: 3e-5, num_epochs: 7 };
  const fit = (parameters: TrialParameters) => fitParameters({ parameters }, space, first);

  it('fit where they are searched, and else what every trial has', () => {
    expect(fit({ ...searched, ...shared })).toEqual(searched);
    expect(fit({ ...searched, seed: 3 })).toEqual(searched);
  });

  it.each<[TrialParameters, string]>([
    [{ encoding_dim: 48 }, 'encoding_dim 48 is not in this sweep'],
    [{ l1_weight: 2e-3 }, 'l1_weight 0.002 is not in'],
    [{ num_epochs: 7.5 }, 'num_epochs 7.5 is not in'],
    [{ patience: 3 }, 'patience is 3 in the file, 2 in this sweep'],
    [{ seed: 4 }, 'seed is 4 in the file, 3 in this sweep'],
    [{ gamma: 4 }, 'gamma is 4 in the file, no key of this sweep'],
  ])('do not fit with %j', (change, problem) => {
    expect(fit({ ...searched, ...shared, ...change })).toEqual([expect.stringContaining(problem)]);
  });

  it('do not fit without one that is searched', () => {
    const { encoding_dim, num_epochs } = searched;
    expect(fit({ encoding_dim, num_epochs })).toEqual(['it does not say l1_weight, which this sweep searches']);
  });

  it("are the library's seven, and what else was searched", () => {
    const config = { ...shared, ...searched, seed: 3, batch_size: 64 } as unknown as ResolvedConfig;
    const seven = { ...shared, ...searched };
    expect(notebookParameters(config, ['encoding_dim'])).toEqual(seven);
    expect(notebookParameters(config, ['seed', 'encoding_dim'])).toEqual({ ...seven, seed: 3 });
  });
});
