import { resolve } from 'node:path';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These want an editor, a browser, what comes with one, or a Slurm: vitest.editor.config.mts.
    exclude: ['test/{host,journeys,slurm,webview}/**', 'test/engine/webgpu/**', '**/node_modules/**'],
    globalSetup: ['test/support/buildOnce.ts'],
    testTimeout: 60_000,
    pool: 'forks',
    // What this machine's user has installed must not be found.
    // Some tests load ONNX Runtime themselves, which would otherwise report to its makers.
    env: { ORT_DISABLE_TELEMETRY: '1', QUANTA_HOME: resolve('test-results', 'no-quanta-home') },
  },
});
