import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeProbes } from '../../../src/core/analysis/probes/probeSet';
import { meanCoverage } from '../../../src/core/analysis/scores/board';
import { Labeller } from '../../../src/runtime/analysis/labeller';
import { openRunSubject } from '../../../src/runtime/analysis/openSubject';
import { measureTrial } from '../../../src/runtime/sweep/measureTrial';
import { trainRun } from '../../../src/runtime/trainRun';
import { readAnalysis } from '../../../src/store/analysisFiles';
import { SILENT } from '../../support/silent';
import { openTestRun } from '../../support/temporaryRuns';

const SEED = 673023;
const QUESTIONS = 4096;
const RESULT = { score: 3, loss: 0.03, density: 0.2 };

/** The directory of a short training. */
async function trained(keys: object): Promise<string> {
  const run = await openTestRun({
    model: 'mix_d6_l3_h4_t60K_s100003',
    ...{ layer_num: 1, positions: 'P15-P16', encoding_dim: 16, k: 4, num_epochs: 1, num_batches: 40 },
    ...keys,
  });
  await trainRun(run, SILENT, () => false);
  return run.directory;
}

describe('what a trial came to', () => {
  it('is what its training says of score, loss and density, for which no file is read', async () => {
    const { score, density, loss } = RESULT;
    expect(await measureTrial('/nowhere', ['score', 'density', 'loss'], RESULT)).toEqual({ score, density, loss });
    expect(await measureTrial('/nowhere', ['loss'], { ...RESULT, loss: Infinity })).toEqual({ loss: null });
  });

  it('is what the analysis says of explained variance, accuracy and coverage', async () => {
    const directory = await trained({ analyse: 'statistics', seed: SEED });
    const measured = await measureTrial(directory, ['explained_variance', 'spliced_accuracy', 'coverage'], RESULT);
    const quality = await readAnalysis.quality(directory);
    expect(quality.questions).toBe(QUESTIONS);
    expect(measured.explained_variance).toBeCloseTo(quality.explained_variance!, 5);
    const { right, questions } = quality.accuracy.spliced.all;
    expect(measured.spliced_accuracy).toBe(right / questions);
    // So that agreeing says something.
    expect(right).toBeGreaterThan(questions / 100);
    expect(right).toBeLessThan((questions * 99) / 100);

    const { subject, operations } = await openRunSubject(directory);
    const probes = makeProbes({ digits: subject.model.digits, operations, seed: SEED, count: QUESTIONS });
    const labels = await new Labeller(subject, probes, SEED, 'cpu').label(() => Promise.resolve());
    const { coverage } = meanCoverage(labels.coverage.map(({ sae }) => sae));
    expect(coverage).toBeGreaterThan(0.1);
    expect(measured.coverage).toBe(coverage);
  }, 120_000);

  it('is found on the same questions whatever the trial was trained with', async () => {
    const directory = await trained({ analyse: 'statistics', seed: 5 });
    const { explained_variance } = await measureTrial(directory, ['explained_variance'], RESULT);
    const ownQuestions = (await readAnalysis.quality(directory)).explained_variance!;
    expect(explained_variance).not.toBeCloseTo(ownQuestions, 5);
    expect(explained_variance).toBeCloseTo(ownQuestions, 1);
  });

  it('is nothing where training came to nothing, and an error where the SAE is gone', async () => {
    const directory = await trained({ analyse: 'none' });
    expect(await measureTrial(directory, ['score', 'coverage'], null)).toEqual({ score: null, coverage: null });
    rmSync(join(directory, 'sae'), { recursive: true });
    await expect(measureTrial(directory, ['coverage'], RESULT)).rejects.toThrow('this run has no SAE yet');
  });
});
