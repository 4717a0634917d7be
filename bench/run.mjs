// `node bench/run.mjs NAME [options]` bundles bench/NAME.ts and the programs that benches start, and runs it.
// `node bench/run.mjs bundle` bundles everything that a machine without this project's tools needs (README.md).
import { build } from 'esbuild';
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [name, ...args] = process.argv.slice(2);
const bench = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('..', import.meta.url));
// As deep below the root as here, where packages are found, and in neither git nor the packaged extension.
const outdir = `${root}test-results`;

const sources = (folder) => readdirSync(bench + folder).filter((file) => file.endsWith('.ts'));
const everything = name === 'all' || name === 'bundle';
// What needs an editor cannot go elsewhere.
const inEditor = ['workbench.ts', 'explorer.ts'];
const commands = everything ? sources('').filter((file) => !inEditor.includes(file)) : [`${name}.ts`];
await build({
  entryPoints: [...commands, ...sources('programs').map((file) => `programs/${file}`)].map((file) => bench + file),
  outdir,
  outbase: bench,
  entryNames: 'bench-[name]',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  mainFields: ['module', 'main'],
  external: ['playwright-core'],
  // Bundled packages are CommonJS in part.
  banner: {
    js: "import { createRequire as benchRequire } from 'node:module'; const require = benchRequire(import.meta.url);",
  },
  logLevel: 'warning',
});
// The command line that some benches start.
execFileSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
if (name !== 'bundle') {
  const bundle = `${outdir}/bench-${name}.mjs`;
  process.argv.splice(1, process.argv.length - 1, bundle, ...args);
  await import(bundle);
}
