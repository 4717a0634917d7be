// Bundles the programs into dist/, or, as they are shipped, into another folder:
//   node esbuild.mjs [--production] [--outdir FOLDER]
// onnxruntime-node stays outside, loaded by its path: it loads native libraries from its own folder.
import { build } from 'esbuild';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { thirdPartyLicences } from './tools/packaging/licences.mjs';

const { values } = parseArgs({
  options: { production: { type: 'boolean', default: false }, outdir: { type: 'string', default: 'dist' } },
});
const common = {
  outdir: values.outdir,
  bundle: true,
  mainFields: ['module', 'main'],
  // Names stay as they are, so that an error's trace can be read.
  minifySyntax: values.production,
  minifyWhitespace: values.production,
  sourcemap: !values.production,
  // Says what each bundle is made of: the licences to ship follow from it.
  metafile: true,
  logLevel: 'warning',
};

// The controls' library finds out whether :focus-visible is known by putting a <style> into the page, which a strict
// content security policy refuses with an error on the console. Every browser that VS Code runs in knows it.
const focusVisibleIsKnown = {
  name: 'focus-visible-is-known',
  setup({ onLoad }) {
    onLoad({ filter: /fast-foundation[\\/]dist[\\/]esm[\\/]utilities[\\/]style[\\/]focus\.js$/ }, () => ({
      contents: "export const focusVisible = 'focus-visible';",
    }));
  },
};

const bundles = [
  {
    entryPoints: { quanta: 'src/cli/quanta.ts' },
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    // By it src/runtime/onnxRuntime.ts finds ONNX Runtime's package: createRequire takes a path as well.
    define: { 'import.meta.url': '__filename' },
  },
  {
    entryPoints: { extension: 'src/extension/extension.ts' },
    outExtension: { '.js': '.cjs' },
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    external: ['vscode'],
    // zod asks it whether it runs at Cloudflare; the extension host reports whoever asks it as an error.
    define: { navigator: 'undefined' },
  },
  {
    entryPoints: {
      dashboard: 'src/webview/dashboard/main.tsx',
      explorer: 'src/webview/explorer/main.tsx',
      sweep: 'src/webview/sweep/main.tsx',
    },
    outdir: join(values.outdir, 'webview'),
    tsconfig: 'src/webview/tsconfig.json',
    platform: 'browser',
    // The Chromium of VS Code 1.101.
    target: 'chrome134',
    format: 'iife',
    mainFields: ['browser', 'module', 'main'],
    plugins: [focusVisibleIsKnown],
  },
];
const results = await Promise.all(bundles.map((options) => build({ ...common, ...options })));
if (values.production) {
  const licences = thirdPartyLicences(results.map(({ metafile }) => metafile));
  await writeFile(join(values.outdir, 'THIRD_PARTY_LICENSES.txt'), licences);
}
