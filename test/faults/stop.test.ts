import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readSafetensors } from '../../src/core/formats/safetensors/readSafetensors';
import { withFile } from '../../src/store/fileSource';
import { readSae } from '../../src/store/saeFiles';
import { readStatus } from '../../src/store/statusFile';
import { runCli, startCli } from '../support/cli';
import { SLOW_CLOCK } from './clocks';
import { changeOf } from './kills';
import { stoppedRun } from './stoppedRun';
import { readTrainedRun } from './trainedRun';
import { CONFIG, SHORT_RUNS, trainingFolder } from './trainingFolder';

/** Exit code of a run that was stopped. */
const STOPPED = 130;

describe('stopping a run', () => {
  it.each(['topk', 'kl'] as const)('keeps what it has learned, and loses nothing: %s', async (name) => {
    const cwd = await trainingFolder(SHORT_RUNS[name]);
    expect(await runCli(['train', CONFIG, '--run', 'undisturbed'], { cwd })).toMatchObject({ code: 0 });

    const run = join(cwd, 'run');
    for (const stop of ['SIGINT', 'SIGTERM', 'SIGHUP', 'file'] as const) {
      const process = startCli(['train', ...(stop === 'SIGINT' ? [CONFIG] : []), '--run', run], { cwd });
      await changeOf(join(run, 'metrics.jsonl'), process);
      if (stop === 'file') await writeFile(join(run, 'stop'), '');
      else process.kill(stop);
      const { code, stdout, stderr } = await process.exit;
      expect({ code, stderr }).toEqual({ code: STOPPED, stderr: '' });
      expect(stdout).toContain('Go on with: quanta train --run run');
      expect(await readStatus(run)).toMatchObject({ state: 'stopped', result: { loss: expect.any(Number) as number } });
      expect(await readSae(join(run, 'sae'))).toMatchObject({ architecture: name });
      expect(existsSync(join(run, 'stop'))).toBe(false);
    }
    expect(await runCli(['train', '--run', run], { cwd })).toMatchObject({ code: 0 });
    expect(await readTrainedRun(run)).toEqual(await readTrainedRun(join(cwd, 'undisturbed')));
  });

  it('works while the program starts', async () => {
    const cwd = await trainingFolder(SHORT_RUNS.kl);
    expect(await runCli(['train', CONFIG, '--run', 'undisturbed'], { cwd })).toMatchObject({ code: 0 });
    for (let milliseconds = 0; milliseconds <= 360; milliseconds += 40) {
      const process = startCli(['train', CONFIG, '--run', 'run'], { cwd });
      await wait(milliseconds);
      process.kill('SIGINT');
      expect(await process.exit).toMatchObject({ code: STOPPED, stderr: '' });
    }
    expect(await runCli(['train', CONFIG, '--run', 'run'], { cwd })).toMatchObject({ code: 0 });
    expect(await readTrainedRun(join(cwd, 'run'))).toEqual(await readTrainedRun(join(cwd, 'undisturbed')));
  });

  it('saves nothing more at the second Ctrl-C', async () => {
    const cwd = await trainingFolder({ operations: { add: 100 }, encoding_dim: 1024, batch_size: 128 });
    const run = join(cwd, 'run');
    const process = startCli(['train', CONFIG, '--run', run], { cwd, preload: SLOW_CLOCK });
    await changeOf(join(run, 'log.txt'), process);
    // The first call of the runtime makes one step; the second takes seconds, in which both signals arrive.
    await wait(500);
    process.kill('SIGINT');
    await wait(200);
    process.kill('SIGINT');
    expect(await process.exit).toMatchObject({ code: STOPPED, stderr: '' });
    expect(await readStatus(run)).not.toMatchObject({ state: 'stopped' });
    expect(existsSync(join(run, 'sae'))).toBe(false);
  });

  it('between two epochs leaves the figures of the epoch that ended', async () => {
    const cwd = await trainingFolder({ operations: { add: 100 }, preset: 'notebook', encoding_dim: 8, num_batches: 2 });
    const run = join(cwd, 'run');
    await mkdir(run);
    await writeFile(join(run, 'stop'), '');
    expect(await runCli(['train', CONFIG, '--run', run], { cwd })).toMatchObject({ code: STOPPED });
    // The notebook preset's first epoch has one batch less: the run stopped at its end.
    expect(await readStatus(run)).toMatchObject({ progress: { epoch: 1, step: 1 }, result: { best_epoch: 1 } });
    const sparsity = await withFile(join(run, 'sae', 'sparsity.safetensors'), async (source) =>
      (await readSafetensors(source)).tensors.get('sparsity')!.readFloats(),
    );
    expect(Array.from(sparsity.data).every((value) => value <= 0 && value >= -10)).toBe(true);
  });

  it('is heeded when it is asked while a resumed run starts', async () => {
    const cwd = await stoppedRun();
    const process = startCli(['train', '--run', 'run'], { cwd });
    await changeOf(join(cwd, 'run', 'lock'), process);
    await writeFile(join(cwd, 'run', 'stop'), '');
    expect(await process.exit).toMatchObject({ code: STOPPED, stderr: '' });
  });
});
