import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Provider } from '../../src/core/config/saeConfig';
import type { SweepConfig } from '../../src/core/config/sweepConfig';
import type { LedgerTrial } from '../../src/core/sweep/ledger';
import { readSweepLedger } from '../../src/store/sweepLedger';
import { inProject } from './project';

/** A `quanta sweep` that has ended. */
export interface FinishedSweep {
  /** From the command to its last file. */
  readonly seconds: number;
  /** In the order of their numbers. */
  readonly trials: readonly LedgerTrial[];
}

/**
 * Runs `quanta sweep` on a config of these keys as a process of its own, to its end.
 *
 * @param folder receives the config and the sweep's directory
 * @throws Error with what it said where it fails
 */
export async function runSweepCommand(
  folder: string,
  keys: Omit<SweepConfig, 'kind'>,
  provider: Provider,
): Promise<FinishedSweep> {
  await mkdir(folder, { recursive: true });
  const [config, directory] = [join(folder, 's.quanta.json'), join(folder, 'sweep')];
  await writeFile(config, JSON.stringify({ kind: 'sweep', ...keys }));
  const start = performance.now();
  const command = [inProject('dist/quanta.cjs'), 'sweep', config, '--dir', directory, '--provider', provider];
  const child = spawn(process.execPath, command, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = (performance.now() - start) / 1000;
  if (code !== 0) throw new Error(`quanta sweep ended with ${code}: ${said.trim()}`);
  return { seconds, trials: (await readSweepLedger(directory)).trials };
}
