// `node bench/run.mjs NAME [arguments]` bundles bench/NAME.ts and runs it.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const [name, ...args] = process.argv.slice(2);
const folder = fileURLToPath(new URL('.', import.meta.url));
// As deep below the root as here, where packages are found, and in neither git nor the packaged extension.
const outfile = `${folder}../test-results/bench-${name}.mjs`;
await build({
  entryPoints: [`${folder}${name}.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  packages: 'external',
  logLevel: 'warning',
});
process.argv.splice(1, process.argv.length - 1, outfile, ...args);
await import(outfile);
