import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readMetrics } from '../../src/store/metricsLog';
import { readStatus } from '../../src/store/statusFile';

/** What must not depend on how often a run was interrupted. */
export interface TrainedRun {
  /** Hashes of the files in sae/ and notebook/. */
  readonly files: Readonly<Record<string, string>>;
  readonly result: unknown;
  /** The epochs' lines of metrics, without the time they took. */
  readonly epochs: readonly object[];
}

export async function readTrainedRun(directory: string): Promise<TrainedRun> {
  const { lines, problems } = await readMetrics(join(directory, 'metrics.jsonl'));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const { state, result } = await readStatus(directory);
  if (state !== 'done') throw new Error(`${directory} is ${state}, not done`);
  return {
    files: { ...(await hashesIn(directory, 'sae')), ...(await hashesIn(directory, 'notebook')) },
    result,
    epochs: lines.filter(({ kind }) => kind === 'epoch').map((line) => ({ ...line, seconds: undefined })),
  };
}

async function hashesIn(directory: string, folder: string): Promise<Record<string, string>> {
  const names = await readdir(join(directory, folder)).catch(() => []);
  const hashes = names.map(async (name) => {
    const bytes = await readFile(join(directory, folder, name));
    return [`${folder}/${name}`, createHash('sha256').update(bytes).digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}
