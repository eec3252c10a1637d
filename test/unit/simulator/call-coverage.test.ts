import { expect, it } from 'vitest';
import { callSites, portMethods } from '../../simulation/call-coverage.ts';

it('calls that were never made are looked for among the calls of every port', () => {
  const called = new Set(callSites().map(({ method }) => method));

  expect([...portMethods()].filter(([method]) => !called.has(method))).toEqual([]);
  expect(portMethods().get('keep')).toBe('lambdas/runtime/ports/quarantine-store.ts');
});

it('names each call by its file and line', () => {
  expect(callSites()).toContainEqual({
    site: expect.stringMatching(/^lambdas\/runtime\/outbox\/item-quarantine\.ts:\d+$/),
    method: 'keep',
  });
});
