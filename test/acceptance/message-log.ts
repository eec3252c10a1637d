import type { MessageLogLine } from 'fanout/events';
import { eventually, LogTail } from 'fanout/testing';
import { DEADLINE_MS, type Deployment } from './deployment.ts';

/** Waits until a consumer logged at least one message that matches, and answers every match so far. */
export async function loggedMessages(
  { clients, outputs }: Deployment,
  subscriber: string,
  what: string,
  matches: (line: MessageLogLine) => boolean,
  count = 1,
): Promise<readonly MessageLogLine[]> {
  const tail = new LogTail(clients, { logGroups: [outputs.get(`${subscriber}LogGroupName`)], from: 0 });
  const found: MessageLogLine[] = [];
  return eventually(
    async () => {
      for (const { line } of await tail.poll()) {
        if (line.type === 'fanout.message' && matches(line)) {
          found.push(line);
        }
      }
      return found.length >= count && found;
    },
    { deadlineMs: DEADLINE_MS, what: `${what} in the log of ${subscriber}` },
  );
}
