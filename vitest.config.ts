import { defineConfig } from 'vitest/config';

const bundles = './scripts/bundle-once.ts';
const lowPriority = './test/low-priority.ts';
const propertySeed = './test/property-seed.ts';

export default defineConfig({
  test: {
    globalSetup: [bundles],
    hookTimeout: 120_000,
    // `npm run test:coverage`: how much of the construct library its own unit tests run.
    coverage: { include: ['lib/**'], reporter: [['text', { skipFull: true }]], thresholds: { lines: 95 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts', 'test/architecture.test.ts'],
          pool: 'threads',
          isolate: false,
          env: { CDK_VALIDATION: 'false' },
          testTimeout: 30_000,
          hookTimeout: 30_000,
          setupFiles: [lowPriority, propertySeed],
        },
      },
      {
        extends: true,
        test: {
          name: 'engines',
          include: [
            'test/conformance/**/*.test.ts',
            'test/embedded/**/*.test.ts',
            'test/targets/**/*.test.ts',
            'test/scenarios/**/*.test.ts',
          ],
          pool: 'forks',
          setupFiles: [lowPriority],
          testTimeout: 60_000,
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
          // A target that runs elsewhere is waited for longer: test/acceptance/pace.ts.
          testTimeout: process.env['FANOUT_DEPLOYMENT'] || process.env['FANOUT_TARGET'] ? 180_000 : 60_000,
        },
      },
      {
        extends: true,
        test: {
          // aws-cdk's template validator takes ten seconds of processor time: `npm run check` runs these, `npm test` does not.
          name: 'templates',
          include: ['test/templates/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          // What the clouds below Fanout answer: `npm run check` asks the embedded cloud, `npm run test:localstack` LocalStack.
          name: 'probes',
          include: ['test/probes/**/*.test.ts'],
          globalSetup: ['./test/probes/deploy-probe-stack.ts'],
          // They mostly wait for visibility timeouts: all at the same time.
          maxConcurrency: 100,
          testTimeout: 90_000,
        },
      },
      {
        extends: true,
        test: {
          // Updates stacks in place, which the embedded cloud does not: `npm run test:deployment`.
          name: 'deployment',
          include: ['test/deployment/**/*.test.ts'],
          pool: 'forks',
          env: { CDK_VALIDATION: 'false' },
          testTimeout: 300_000,
        },
      },
      {
        extends: true,
        test: {
          // Each case is a run of the acceptance suite against a deployment that is broken on purpose.
          name: 'breaks',
          include: ['test/breaks/**/*.test.ts'],
          // Elsewhere they share one place, which holds one stack of that name.
          maxConcurrency: process.env['FANOUT_TARGET'] ? 1 : 4,
          testTimeout: 600_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'package',
          include: ['test/package/**/*.test.ts'],
          pool: 'forks',
          setupFiles: [lowPriority],
          testTimeout: 120_000,
        },
      },
    ],
  },
});
