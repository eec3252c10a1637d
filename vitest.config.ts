import { defineConfig } from 'vitest/config';

const bundles = './scripts/bundle-once.ts';

export default defineConfig({
  test: {
    globalSetup: [bundles],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/architecture.test.ts'],
          pool: 'threads',
          isolate: false,
          env: { CDK_VALIDATION: 'false' },
        },
      },
      {
        extends: true,
        test: {
          name: 'engines',
          include: ['test/conformance/**/*.test.ts', 'test/embedded/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'acceptance',
          include: ['test/acceptance/**/*.test.ts'],
          globalSetup: [bundles, './test/acceptance/deploy-example.ts'],
          // The files share one deployment and mostly wait for visibility timeouts: all at the same time.
          pool: 'threads',
          isolate: false,
          maxWorkers: 8,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
