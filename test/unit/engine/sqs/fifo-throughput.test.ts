import { describe, expect, it } from 'vitest';
import type { QueueAttributes } from '../../../../embedded/engine/sqs/queue-attributes.ts';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

/** A queue that has taken 300 calls for the group `a` in this second. */
function busy(attributes: Partial<QueueAttributes> = {}, enforcesThroughput = true) {
  const world = new MessagingWorld({ enforcesThroughput });
  const queueArn = world.queue('queue.fifo', attributes);
  for (let sent = 0; sent < 300; sent += 1) world.send(queueArn, `a${sent}`);
  const send = (...bodies: readonly string[]) =>
    codeOf(() =>
      world.sqs.sendMessageBatch({
        queueArn,
        entries: bodies.map((body) => ({ id: body, body, messageGroupId: body[0], messageDeduplicationId: body })),
      }),
    );
  return { world, send };
}

describe('the quota of FIFO queues, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html', () => {
  it('is 300 calls a second of the whole queue, a batch being one', () => {
    const { world, send } = busy();

    expect(send('b1', 'b2')).toBe('RequestThrottled');
    world.advance(1_000);
    expect(send('b1', 'b2')).toBe(undefined);
  });

  it('is 300 calls a second of each group with the throughput limit perMessageGroupId', () => {
    const { send } = busy({ deduplicationScope: 'messageGroup', fifoThroughputLimit: 'perMessageGroupId' });

    expect(send('b1')).toBe(undefined);
    expect(send('b2', 'a300')).toBe('RequestThrottled');
    expect(send('b2')).toBe(undefined);
  });

  it('is not enforced unless asked for', () => {
    const { send } = busy({}, false);

    expect(send('b1')).toBe(undefined);
  });
});
