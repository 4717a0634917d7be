import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These want an editor or a browser: vitest.editor.config.mts.
    exclude: ['test/{host,journeys,webview}/**', '**/node_modules/**'],
    globalSetup: ['test/support/buildOnce.ts'],
    testTimeout: 60_000,
    pool: 'forks',
  },
});
