/** Tag of everything that `npm run test:aws` creates; docs/policies/tester.json goes by it. */
export const TEST_TAG = { key: 'fanout:purpose', value: 'acceptance-test' } as const;
