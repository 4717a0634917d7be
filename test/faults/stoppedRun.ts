import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../support/cli';
import { CONFIG, SHORT_RUNS, trainingFolder } from './trainingFolder';

/** Makes a training folder in which the directory `run` has a run that was stopped after its first step. */
export async function stoppedRun(): Promise<string> {
  const cwd = await trainingFolder(SHORT_RUNS.kl);
  await mkdir(join(cwd, 'run'));
  await writeFile(join(cwd, 'run', 'stop'), '');
  const { code, stderr } = await runCli(['train', CONFIG, '--run', 'run'], { cwd });
  if (code !== 130) throw new Error(`expected the run to stop, found exit code ${code}: ${stderr}`);
  return cwd;
}
