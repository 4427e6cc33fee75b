import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 15_000 } },
        },
      },
      {
        test: {
          name: 'conformance',
          include: ['conformance/**/*.test.ts'],
          exclude: ['conformance/{vm,operations,docker,deployment}/**'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'operations',
          include: ['conformance/operations/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'docker',
          // The native backend's suites once more, and those of the containers alone.
          include: [
            'conformance/docker/**/*.test.ts',
            'conformance/languages/samples.test.ts',
            'conformance/attacks/attacks.test.ts',
          ],
          env: { GOZOLITE_BACKEND: 'docker', GOZOLITE_TEST_SAMPLES: 'hello,compile-error,exit-code' },
          globalSetup: ['conformance/docker/global-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: 'deployment',
          include: ['conformance/deployment/**/*.test.ts', 'conformance/attacks/attacks.test.ts'],
          globalSetup: ['conformance/docker/deployment-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      { test: { name: 'vm', include: ['conformance/vm/**/*.test.ts'], fileParallelism: false } },
    ],
  },
});
