import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tryInProcess } from '../../../src/runtime/providers/trialProcess';
import type { MetricsLine } from '../../../src/core/run/metricsLine';
import { runPaths } from '../../../src/store/runDirectory';
import { readRunFile } from '../../../src/store/runFile';
import { CLI } from '../../support/buildOnce';
import { runCli } from '../../support/cli';
import { expectClose } from '../../support/closeness';
import { FIXTURES } from '../../support/json';
import { swiftShader } from '../../support/swiftShader.mjs';
import { temporaryFolder } from '../../support/temporaryFolder';
import { openTestRun } from '../../support/temporaryRuns';

const gpu = swiftShader();
const reason = 'reason' in gpu ? gpu.reason : undefined;
const SMALL = {
  kind: 'sae',
  model: join(FIXTURES, 'add_d5_l2_h3_t15K_s100005.pth'),
  encoding_dim: 8,
  k: 2,
  batch_size: 2,
  num_batches: 3,
  num_epochs: 2,
  positions: 'P11-P12',
};

describe.skipIf(reason !== undefined)(`a GPU of software${reason === undefined ? '' : ` (${reason})`}`, () => {
  it('is tried with the run’s own training, and what it is and does is known then', async () => {
    const { record } = await openTestRun(SMALL);
    const request = { provider: 'webgpu', device: 0, model: record.model.path, seconds: 0.1 } as const;
    const outcome = await tryInProcess(
      [process.execPath, CLI],
      { ...request, config: record.config.resolved },
      { limits: { start: 100, rest: 100 } },
    );
    expect(outcome).toMatchObject({ works: true, adapter: expect.stringContaining('SwiftShader') as unknown });
    const { questions_per_second, placement } = outcome.works ? outcome.trial : expect.unreachable();
    expect(questions_per_second).toBeGreaterThan(0);
    // A step has some dozens of operations, and none of them is on the CPU.
    expect(placement).toMatchObject({ cpu_operations_per_step: 0, cpu_operations: [], copies_per_step: 0 });
    expect(placement!.launches_per_step).toBeGreaterThan(20);
    expect(placement!.launches_per_step).toBeLessThan(300);
  });

  it('trains what the CPU trains where it is asked for by name', async () => {
    const cwd = await temporaryFolder();
    writeFileSync(join(cwd, 'a.quanta.json'), JSON.stringify(SMALL));
    const train = async (provider: string) => {
      const { code, stderr } = await runCli(['train', 'a.quanta.json', '--provider', provider, '--run', provider], {
        cwd,
      });
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const run = join(cwd, provider);
      expect((await readRunFile(run)).provider).toMatchObject({ asked: provider, used: provider });
      const lines = readFileSync(runPaths(run).metrics, 'utf8').trim().split('\n');
      return lines.map((line) => JSON.parse(line) as MetricsLine).filter(({ kind }) => kind === 'epoch');
    };
    const [onCpu, onGpu] = [await train('cpu'), await train('webgpu')];
    expect(onGpu.map(({ step }) => step)).toEqual([3, 6]);
    expectClose(losses(onGpu), losses(onCpu), 1e-6, 'losses');
  });

  it('is not what auto takes, and the run says why', async () => {
    const cwd = await temporaryFolder();
    writeFileSync(join(cwd, 'a.quanta.json'), JSON.stringify(SMALL));
    const { code, stderr } = await runCli(['train', 'a.quanta.json', '--run', 'run'], { cwd });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const { provider } = await readRunFile(join(cwd, 'run'));
    expect(provider).toMatchObject({ asked: 'auto', asked_by: 'default', used: 'cpu' });
    expect(provider.trial!.questions_per_second).toBeGreaterThan(0);
    const passedOver = provider.passed_over!.find(({ name }) => name === 'webgpu')!;
    expect(passedOver.reason).toMatch(/SwiftShader.* is software that computes on the CPU/);
    expect(readFileSync(runPaths(join(cwd, 'run')).log, 'utf8')).toContain(`not webgpu: ${passedOver.reason}`);
  });
});

const losses = (epochs: readonly MetricsLine[]) => epochs.map(({ loss }) => loss!);
