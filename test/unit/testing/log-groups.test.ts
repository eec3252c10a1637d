import { expect, it } from 'vitest';
import { writtenLogGroup } from '../../../testing/log-groups.ts';

it.each([
  ['its own log group where the target keeps to it', ['log-groups'] as const, 'Orders-Log'],
  ["Lambda's default one elsewhere", [] as const, '/aws/lambda/orders'],
])('a function writes to %s', (_where, capabilities, logGroup) => {
  const given = { functionName: 'orders', logGroupName: 'Orders-Log' };

  expect(writtenLogGroup(new Set(capabilities), given)).toBe(logGroup);
});
