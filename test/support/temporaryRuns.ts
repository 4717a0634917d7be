import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { openRun, type OpenRun } from '../../src/runtime/openRun';

/** The folder of the models that come with Quanta. */
export const BUNDLED = resolve(__dirname, '..', '..', 'media', 'samples');

/** A folder that is gone when the test ends. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'quanta-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

/** Writes a config of these keys into a new folder and opens a run of it. */
export async function openTestRun(keys: object): Promise<OpenRun> {
  const folder = temporaryFolder();
  const config = join(folder, 'a.quanta.json');
  writeFileSync(config, JSON.stringify({ kind: 'sae', provider: 'cpu', ...keys }));
  const folders = { workspace: folder, hubCache: folder, bundled: BUNDLED };
  return openRun(
    { config, run: undefined, runsFolder: join(folder, 'runs') },
    { provider: undefined, folders, quantaVersion: 'test', now: new Date() },
  );
}
