import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder, writeAt } from '../../support/temporaryFolder';

const runsHere = process.platform === 'linux' && process.arch === 'x64';
const EDITOR = resolve(import.meta.dirname, '..', '..', 'editor');

it('says in one line why the editor of the tests cannot be installed, and leaves no mark of an installation', async () => {
  const folder = await temporaryFolder();
  for (const file of ['install.mjs', 'package.json', 'package-lock.json'])
    cpSync(join(EDITOR, file), join(folder, file));
  const mark = await writeAt(join(folder, 'node_modules', '.quanta-lock'), 'of another lock file');
  const { status, stdout } = spawnSync(process.execPath, [join(folder, 'install.mjs')], {
    encoding: 'utf8',
    // A registry that nobody keeps, and nothing in the cache.
    env: { ...process.env, npm_config_registry: 'http://127.0.0.1:9', npm_config_cache: join(folder, 'cache') },
  });
  expect(status).toBe(1);
  expect(stdout.trimEnd().split('\n').at(-1)).toMatch(
    runsHere
      ? /^the editor of the tests cannot be installed: (npm ci failed: .*127\.0\.0\.1:9|.* missing \(on Debian: )/
      : /^the editor of the tests runs on Linux x64 only/,
  );
  if (runsHere) expect(existsSync(mark)).toBe(false);
});
