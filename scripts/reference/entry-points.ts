/** An entry point of the npm package and its page of the API reference. */
export interface EntryPoint {
  /** What users import from. */
  readonly specifier: string;
  /** The module in the repository, which is where its declarations are emitted too. */
  readonly module: string;
  /** File in docs/api. */
  readonly page: string;
  /** What the entry point is for, one sentence. */
  readonly purpose: string;
}

/** The entry points that package.json exports; a test compares the two. */
export const entryPoints: readonly EntryPoint[] = [
  {
    specifier: 'fanout',
    module: './lib/index.ts',
    page: 'fanout.md',
    purpose: 'The CDK constructs and the checks of the graph.',
  },
  {
    specifier: 'fanout/events',
    module: './contracts/index.ts',
    page: 'events.md',
    purpose: 'Events, topics, envelope, names and limits that synthesis and run time share.',
  },
  {
    specifier: 'fanout/runtime',
    module: './lambdas/index.ts',
    page: 'runtime.md',
    purpose: 'Consumers, producers and relays for Lambda, and the ports and adapters that they are made of.',
  },
  {
    specifier: 'fanout/testing',
    module: './testing/index.ts',
    page: 'testing.md',
    purpose: 'The targets to deploy to, the embedded cloud among them, and what tests of a deployed stack need.',
  },
];
