import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provider, SaeConfig } from '../../src/core/config/saeConfig';
import { readRunFile } from '../../src/store/runFile';
import type { Probe } from './probe';
import { inProject, program } from './project';

/** A `quanta train` that has ended. */
export interface TrainedRun extends Probe {
  /** When the command was given, in milliseconds since 1970. */
  readonly asked: number;
  /** The execution provider that it trained on. */
  readonly provider: string;
}

/**
 * Runs `quanta train` on a config of these keys as a process of its own, to its end.
 *
 * @param folder receives the config and the run's directory
 * @throws Error with what it said where it fails
 */
export async function runTrainCommand(
  folder: string,
  keys: Omit<SaeConfig, 'kind'>,
  provider: Provider,
): Promise<TrainedRun> {
  await mkdir(folder, { recursive: true });
  const [config, probe] = [join(folder, 'run.quanta.json'), join(folder, 'probe.json')];
  await writeFile(config, JSON.stringify({ kind: 'sae', early_stopping_threshold: 1e-300, ...keys }));
  const asked = performance.timeOrigin + performance.now();
  const run = join(folder, randomUUID());
  const command = [inProject('dist/quanta.cjs'), 'train', config, '--run', run, '--provider', provider];
  const child = spawn(process.execPath, ['--import', program('trainProbe'), ...command], {
    cwd: folder,
    env: { ...process.env, QUANTA_BENCH_PROBE: probe },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`quanta train ended with ${code}: ${said.trim()}`);
  const { used } = (await readRunFile(run)).provider;
  return { asked, provider: used!, ...(JSON.parse(await readFile(probe, 'utf8')) as Probe) };
}
