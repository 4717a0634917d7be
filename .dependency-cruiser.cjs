// Who may import whom (docs/design.md). A folder that is not named in `to` may not be imported.
const only = (folder, allowed) => ({
  name: `${folder}-imports`,
  comment: `src/${folder} may import only ${[folder, ...allowed].join(', ')} (docs/design.md)`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^src/', pathNot: `^src/(${[folder, ...allowed].join('|')})/` },
});
const without = (folders, name, packages, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^src/(${folders.join('|')})/` },
  to: { path: packages },
});

module.exports = {
  forbidden: [
    only('core', []),
    only('protocol', ['core']),
    only('store', ['core']),
    only('runtime', ['core', 'store']),
    only('cli', ['runtime', 'store', 'core']),
    only('extension', ['core', 'store', 'protocol']),
    only('webview', ['core', 'protocol']),
    without(
      ['core', 'protocol', 'store', 'extension', 'webview'],
      'onnxruntime-in-runtime-only',
      'onnxruntime',
      'ONNX Runtime runs in the worker process: only src/runtime may load it',
    ),
    {
      name: 'onnxruntime-by-its-loader',
      severity: 'error',
      comment: 'Two ONNX Runtimes in a process clash: src/runtime/onnxRuntime.ts alone loads it, by its path',
      from: { path: '^src/' },
      to: { path: 'onnxruntime', dependencyTypesNot: ['type-only'], pathNot: '^src/' },
    },
    without(['core', 'protocol', 'store', 'runtime', 'cli', 'webview'], 'vscode-in-extension-only', '^vscode$', ''),
    {
      name: 'core-is-pure',
      comment: 'src/core, src/protocol and src/webview run anywhere: no Node modules',
      severity: 'error',
      from: { path: '^src/(core|protocol|webview)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'A cycle of values makes the order of loading matter; types may refer to each other',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'no-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { mainFields: ['module', 'main', 'types'], conditionNames: ['import', 'require', 'types'] },
  },
};
