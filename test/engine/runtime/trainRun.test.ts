import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trainRun } from '../../../src/runtime/trainRun';
import { readMetrics } from '../../../src/store/metricsLog';
import { runPaths } from '../../../src/store/runDirectory';
import { readRunFile } from '../../../src/store/runFile';
import { readSae } from '../../../src/store/saeFiles';
import { readStatus } from '../../../src/store/statusFile';
import { SILENT } from '../../support/silent';
import { openTestRun } from '../../support/temporaryRuns';

const SMALL = {
  model: 'mix_d6_l3_h4_t60K_s100003',
  layer_num: 1,
  positions: 'P9-P20',
  encoding_dim: 32,
  batch_size: 16,
  num_batches: 20,
  num_epochs: 3,
  early_stopping_threshold: 0,
  analyse: 'none',
};

async function train(keys: object) {
  const run = await openTestRun({ ...SMALL, ...keys });
  const end = await trainRun(run, SILENT, () => false);
  return { run, end, paths: runPaths(run.directory) };
}

describe('a run directory', () => {
  it('of topk holds what the design says', async () => {
    const { run, end, paths } = await train({ k: 4 });
    expect(end.state).toBe('done');

    const record = await readRunFile(run.directory);
    expect(record.config.resolved).toMatchObject({ architecture: 'topk', k: 4, batch_size: 16, seed: 673023 });
    expect(record.config.resolved.operations).toEqual({ add: 34, sub: 66, mul: 0 });
    expect(record.provider).toMatchObject({ asked: 'cpu', asked_by: 'config', used: 'cpu', passed_over: [] });

    const status = await readStatus(run.directory);
    expect(status).toMatchObject({ state: 'done', error: null, result: end.result });
    expect(status.progress).toMatchObject({ epoch: 3, num_epochs: 3, step: 60, total_steps: 60, questions: 960 });

    const { lines, problems } = await readMetrics(paths.metrics);
    expect(problems).toEqual([]);
    const epochs = lines.filter(({ kind }) => kind === 'epoch');
    expect(epochs.map(({ epoch, step, questions }) => [epoch, step, questions])).toEqual([
      [1, 20, 320],
      [2, 40, 640],
      [3, 60, 960],
    ]);
    for (const line of epochs) {
      expect(line).toMatchObject({ sparsity_penalty: null, l1_penalty: null });
      expect(line.density).toBeLessThanOrEqual(4 / 32);
      expect(line.score).toBeCloseTo(100 * line.loss! + line.density! + line.neurons_used! / 32, 9);
    }
    const best = epochs.reduce((a, b) => (b.loss! < a.loss! ? b : a));
    expect(end.result).toMatchObject({ best_epoch: best.epoch, loss: best.loss, score: best.score });

    const sae = await readSae(paths.sae);
    expect(sae).toMatchObject({ architecture: 'topk', k: 4 });
    expect(sae.W_enc.shape).toEqual([256, 32]);
    const cfg = JSON.parse(readFileSync(join(paths.sae, 'cfg.json'), 'utf8')) as { metadata: object };
    expect(cfg.metadata).toMatchObject({ hook_name: 'blocks.1.mlp.hook_post', seqpos_slice: [9, 21] });
    expect(existsSync(paths.notebook)).toBe(false);
    expect(readFileSync(paths.log, 'utf8')).toContain('Epoch: 3, Score:');
  });

  it('of kl holds the same SAE in both layouts, loadable as it was', async () => {
    const { paths } = await train({ preset: 'notebook', learning_rate: 5e-4 });
    const sae = await readSae(paths.sae);
    expect(sae.architecture).toBe('kl');
    expect(await readSae(paths.notebook)).toEqual(sae);
    expect(await readSae(join(paths.notebook, 'sae.pth'))).toEqual(sae);
    const { lines } = await readMetrics(paths.metrics);
    // The notebook drops the first batch of the first epoch.
    expect(lines.filter(({ kind }) => kind === 'epoch').map(({ step }) => step)).toEqual([19, 39, 59]);
  });

  it('of the same config has the same bytes, and of another seed has others', async () => {
    const weights = async (seed: number) => {
      const { paths } = await train({ seed, num_epochs: 1 });
      return readFileSync(join(paths.sae, 'sae_weights.safetensors'));
    };
    const first = await weights(7);
    expect(await weights(7)).toEqual(first);
    expect(await weights(8)).not.toEqual(first);
  });

  it('can begin from the SAE of another run', async () => {
    const { paths, end } = await train({ k: 4, num_epochs: 2 });
    const further = await train({ k: 4, num_epochs: 1, init_from: paths.sae });
    expect(further.end.result.loss).toBeLessThan(end.result.loss);
  });
});
