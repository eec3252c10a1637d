import { eventually, LogTail } from 'fanout/testing';
import { DEADLINE_MS, type Deployment } from './deployment.ts';

/** Waits for a failed invocation of a function, as Lambda itself reports it. */
export async function failedInvocation(
  { clients, outputs }: Deployment,
  subscriber: string,
  status: 'error' | 'timeout',
): Promise<void> {
  const tail = new LogTail(clients, { logGroups: [outputs.get(`${subscriber}LogGroupName`)], from: 0 });
  await eventually(
    async () => (await tail.poll()).some(({ line }) => line.type === 'platform.report' && line.status === status),
    { deadlineMs: DEADLINE_MS, what: `an invocation of ${subscriber} that ended with ${status}` },
  );
}
