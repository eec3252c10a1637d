import type { MessageLogLine } from 'fanout/events';
import { LogTail } from 'fanout/testing';
import type { Deployment } from './deployment.ts';

/** Whether a message needs no further receive: not so for one that was given back for want of time. */
export const isSettled = ({ outcome }: MessageLogLine): boolean =>
  outcome === 'applied' || outcome === 'duplicate' || outcome === 'folded';

/** Waits until a consumer logged at least one message that matches, and answers every match so far. */
export async function loggedMessages(
  shop: Deployment,
  subscriber: string,
  what: string,
  matches: (line: MessageLogLine) => boolean,
  count = 1,
): Promise<readonly MessageLogLine[]> {
  const tail = new LogTail(shop.clients, { logGroups: [shop.logGroupOf(subscriber)], from: 0 });
  const found: MessageLogLine[] = [];
  return shop.eventually(async () => {
    for (const { line } of await tail.poll()) {
      if (line.type === 'fanout.message' && matches(line)) {
        found.push(line);
      }
    }
    return found.length >= count && found;
  }, `${what} in the log of ${subscriber}`);
}
