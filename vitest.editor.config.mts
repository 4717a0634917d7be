import { defineConfig } from 'vitest/config';
import { swiftShader } from './test/support/swiftShader.mjs';

const driver = swiftShader();

/** Each test boots an editor, a browser or a cluster, which wants the whole machine. */
const alone = {
  pool: 'forks',
  fileParallelism: false,
  testTimeout: 180_000,
  hookTimeout: 180_000,
  expect: { poll: { timeout: 30_000 } },
} as const;

// What needs a real editor, a browser, the driver that comes with one, or a real Slurm; everything else runs under
// vitest.config.mts.
export default defineConfig({
  test: {
    ...alone,
    silent: 'passed-only',
    projects: [
      {
        test: {
          ...alone,
          name: 'webview',
          include: ['test/webview/**/*.test.ts'],
          globalSetup: ['test/support/buildOnce.ts'],
        },
      },
      {
        test: {
          ...alone,
          name: 'webgpu',
          include: ['test/engine/webgpu/**/*.test.ts'],
          env: 'env' in driver ? driver.env : {},
          globalSetup: ['test/support/buildOnce.ts'],
        },
      },
      {
        test: {
          ...alone,
          name: 'slurm',
          include: ['test/slurm/**/*.test.ts'],
          globalSetup: ['test/support/buildOnce.ts'],
        },
      },
      {
        test: {
          ...alone,
          name: 'host',
          include: ['test/host/**/*.test.ts'],
          globalSetup: ['test/support/buildOnce.ts'],
        },
      },
      {
        test: {
          ...alone,
          name: 'journeys',
          include: ['test/journeys/**/*.test.ts'],
          globalSetup: ['test/journeys/support/sharedServer.ts'],
        },
      },
    ],
  },
});
