import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readStatus } from '../../src/store/statusFile';
import { runCli, startCli } from '../support/cli';
import { killAt, randomMoments } from './kills';
import { readTrainedRun } from './trainedRun';
import { CONFIG, SHORT_RUNS, trainingFolder } from './trainingFolder';

/** Makes the process's clock ten times as fast: checkpoints come every half second, and calls are shorter. */
const FAST_CLOCK = 'const now = performance.now.bind(performance); performance.now = () => 10 * now();';

describe('a run that is killed again and again', () => {
  it.each([
    ['topk', 1],
    ['kl', 2],
  ] as const)('trains what an undisturbed run trains: %s', { timeout: 180_000 }, async (name, seed) => {
    const cwd = await trainingFolder(SHORT_RUNS[name]);
    expect(await runCli(['train', CONFIG, '--run', 'undisturbed'], { cwd })).toMatchObject({ code: 0 });
    const expected = await readTrainedRun(join(cwd, 'undisturbed'));

    const moments = randomMoments(seed);
    for (let kills = 0, run = 0; kills < moments.length; run++) {
      const directory = join(cwd, `run${run}`);
      while (!(await isDone(directory))) {
        const config = existsSync(join(directory, 'run.json')) ? [] : [CONFIG];
        const process = startCli(['train', ...config, '--run', directory], { cwd, preload: FAST_CLOCK });
        const moment = moments[kills];
        if (moment && (await killAt(moment, directory, process))) kills++;
        else expect(await process.exit).toMatchObject({ code: 0, stderr: '' });
      }
      expect(await readTrainedRun(directory)).toEqual(expected);
    }
  });
});

async function isDone(directory: string): Promise<boolean> {
  return existsSync(join(directory, 'status.json')) && (await readStatus(directory)).state === 'done';
}
