// Bundles the programs into dist/. onnxruntime-node stays outside: it loads native libraries from its own folder.
import { build } from 'esbuild';

await build({
  entryPoints: { quanta: 'src/cli/quanta.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  banner: { js: '#!/usr/bin/env node' },
  external: ['onnxruntime-node'],
  mainFields: ['module', 'main'],
  sourcemap: true,
  logLevel: 'warning',
});
