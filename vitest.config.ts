import { defineConfig } from 'vitest/config';
import { WaitingFirst } from './test/waiting-first.ts';

const bundles = './scripts/bundle-once.ts';

/** After the unit tests, which compute, come those that mostly wait: for visibility timeouts, for other processes. */
const overlapping = { sequence: { groupOrder: 1 }, maxWorkers: 12 };

export default defineConfig({
  test: {
    globalSetup: [bundles],
    sequence: { sequencer: WaitingFirst },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/architecture.test.ts'],
          pool: 'threads',
          isolate: false,
          env: { CDK_VALIDATION: 'false' },
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          ...overlapping,
          name: 'engines',
          include: ['test/conformance/**/*.test.ts', 'test/embedded/**/*.test.ts'],
          pool: 'forks',
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          ...overlapping,
          name: 'acceptance',
          include: ['test/acceptance/**/*.test.ts'],
          globalSetup: [bundles, './test/acceptance/deploy-example.ts'],
          // The files share one deployment and mostly wait for visibility timeouts: all at the same time.
          pool: 'threads',
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          ...overlapping,
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
