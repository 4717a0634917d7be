import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..', '..');

/** The built command line, as users start it. */
export const CLI = join(ROOT, 'dist', 'quanta.cjs');

/** Builds the command line before the tests of a run, unless it is as new as everything that it is made from. */
export function setup(): void {
  const made = statSync(CLI, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).map((name) =>
    join('src', name),
  );
  const isNewer = (path: string) => statSync(join(ROOT, path)).mtimeMs > made;
  if ([...sources, 'package.json', 'esbuild.mjs'].some(isNewer)) {
    execFileSync(process.execPath, ['esbuild.mjs'], { cwd: ROOT, stdio: 'inherit' });
  }
}
