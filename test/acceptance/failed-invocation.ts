import { LogTail } from 'fanout/testing';
import type { Deployment } from './deployment.ts';
import { differences } from './differences.ts';

/** Waits for a failed invocation of a function, as Lambda itself reports it where it does. */
export async function failedInvocation(
  shop: Deployment,
  subscriber: string,
  status: 'error' | 'timeout',
): Promise<void> {
  if (shop.lacks(differences.invocationStatus)) {
    return;
  }
  const tail = new LogTail(shop.clients, { logGroups: [shop.logGroupOf(subscriber)], from: 0 });
  await shop.eventually(
    async () => (await tail.poll()).some(({ line }) => line.type === 'platform.report' && line.status === status),
    `an invocation of ${subscriber} that ended with ${status}`,
  );
}
