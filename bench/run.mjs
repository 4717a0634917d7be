// `node bench/run.mjs NAME [arguments]` bundles bench/NAME.ts and runs it.
import { build } from 'esbuild';
import { fileURLToPath } from 'node:url';

const [name, ...args] = process.argv.slice(2);
const folder = fileURLToPath(new URL('.', import.meta.url));
const outfile = `${folder}../dist/bench-${name}.cjs`;
await build({
  entryPoints: [`${folder}${name}.ts`],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  external: ['onnxruntime-node'],
  mainFields: ['module', 'main'],
  logLevel: 'warning',
});
process.argv.splice(1, process.argv.length - 1, outfile, ...args);
await import(outfile);
