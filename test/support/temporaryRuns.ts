import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openRun, type OpenRun } from '../../src/runtime/openRun';
import { CLI } from './buildOnce';
import { temporaryFolder } from './temporaryFolder';

/** The folder of the models that come with Quanta. */
export const BUNDLED = resolve(__dirname, '..', '..', 'media', 'samples');

/** Writes a config of these keys into a new folder and opens a run of it. */
export async function openTestRun(keys: object): Promise<OpenRun> {
  const folder = await temporaryFolder();
  const config = join(folder, 'a.quanta.json');
  writeFileSync(config, JSON.stringify({ kind: 'sae', provider: 'cpu', ...keys }));
  const folders = { workspace: folder, hubCache: folder, bundled: BUNDLED };
  return openRun(
    { config, run: undefined, runsFolder: join(folder, 'runs') },
    { provider: undefined, program: [process.execPath, CLI], folders, quantaVersion: 'test', now: new Date() },
  );
}
