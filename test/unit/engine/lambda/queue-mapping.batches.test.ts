import { describe, expect, it } from 'vitest';
import { mappedQueue } from './mapped-sources.ts';

const numbered = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

/** https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html: batching behaviour. */
describe('batches of a queue', () => {
  it('hold up to ten messages by default, and take what there is without a window', () => {
    const { send, run, receiveCounts } = mappedQueue();
    send(...numbered(12));

    expect(run()).toHaveLength(10);
    expect(run()).toEqual(['m10', 'm11']);
    expect(run()).toBeUndefined();
    expect(receiveCounts()).toEqual({});
  });

  it('wait for their window to close, and say when that is', () => {
    const { send, run, mapping, advance, clock } = mappedQueue({ BatchSize: 100, MaximumBatchingWindowInSeconds: 5 });
    send('a');
    expect(run()).toBeUndefined();
    expect(mapping.nextChangeAt()).toBe(clock.now() + 5_000);

    advance(4_999);
    send('b');
    expect(run()).toBeUndefined();
    advance(1);

    expect(run()).toEqual(['a', 'b']);
  });

  it('go out before their window closes when they are full', () => {
    const { send, run } = mappedQueue({ BatchSize: 25, MaximumBatchingWindowInSeconds: 300 });
    send(...numbered(30));

    expect(run()).toHaveLength(25);
    expect(run()).toBeUndefined();
  });

  it('go out early when another message would make the event larger than 6 MB', () => {
    const { send, run, mapping } = mappedQueue({ BatchSize: 100, MaximumBatchingWindowInSeconds: 300 });
    send(...Array.from({ length: 8 }, (_, index) => String(index).repeat(900_000)));

    const batch = mapping.poll();

    expect(batch?.messages).toHaveLength(6);
    expect(Buffer.byteLength(batch?.payload ?? '')).toBeLessThanOrEqual(6_291_456);
    expect(run()).toBeUndefined();
  });

  it('carry the message with its attributes, as JSON of its own', () => {
    const { sqs, queueArn, mapping, clock } = mappedQueue({}, { fifoQueue: true });
    const messageAttributes = { kind: { dataType: 'String', stringValue: 'x' } };
    sqs.sendMessage({ queueArn, body: 'hello', messageAttributes, messageGroupId: 'g', messageDeduplicationId: 'd' });

    const batch = mapping.poll();

    expect(JSON.parse(batch?.payload ?? '')).toEqual({
      Records: [
        {
          messageId: expect.any(String),
          receiptHandle: expect.any(String),
          body: 'hello',
          attributes: {
            ApproximateReceiveCount: '1',
            SentTimestamp: String(clock.now()),
            ApproximateFirstReceiveTimestamp: String(clock.now()),
            MessageGroupId: 'g',
            MessageDeduplicationId: 'd',
            SequenceNumber: expect.any(String),
          },
          messageAttributes,
          eventSource: 'aws:sqs',
          eventSourceARN: queueArn,
          awsRegion: 'us-east-1',
        },
      ],
    });
  });
});

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
describe('invocations at a time', () => {
  const pollAll = ({ mapping }: ReturnType<typeof mappedQueue>) => {
    const batches = [];
    for (let batch = mapping.poll(); batch !== undefined; batch = mapping.poll()) batches.push(batch);
    return batches;
  };

  it('are five at first and one more every 200 ms while there is a backlog, and say when that is', () => {
    const { send, mapping, advance, clock } = mappedQueue({ BatchSize: 1 });
    send(...numbered(8));
    for (let batch = 0; batch < 5; batch += 1) expect(mapping.poll()).toBeDefined();
    expect(mapping.poll()).toBeUndefined();

    for (let more = 1; more <= 3; more += 1) {
      expect(mapping.nextChangeAt()).toBe(clock.now() + 200);
      advance(199);
      expect(mapping.poll()).toBeUndefined();
      advance(1);
      expect(mapping.poll()).toBeDefined();
    }
  });

  it('are at most the maximum concurrency; no message is received beyond it', () => {
    const world = mappedQueue({ BatchSize: 1, ScalingConfig: { MaximumConcurrency: 2 } });
    world.send(...numbered(5));

    const batches = pollAll(world);

    expect(batches).toHaveLength(2);
    expect(Object.values(world.receiveCounts())).toEqual([1, 1, 0, 0, 0]);
    world.mapping.settle(batches[0] as never, { outcome: 'success', payload: '' });
    expect(pollAll(world)).toHaveLength(1);
  });

  it('begin with five, and grow by 300 a minute while there is a backlog', () => {
    const world = mappedQueue({ BatchSize: 1 });
    world.send(...numbered(50));

    expect(pollAll(world)).toHaveLength(5);
    world.advance(1_000);
    expect(pollAll(world)).toHaveLength(5);
  });

  it('are one for each message group of a FIFO queue, in the order of the group', () => {
    const world = mappedQueue({ BatchSize: 2 }, { fifoQueue: true });
    world.send('a1', 'a2', 'a3', 'b1');

    const [first, second, ...more] = pollAll(world);

    expect(first?.messages.map(({ body }) => body)).toEqual(['a1', 'a2']);
    expect(second?.messages.map(({ body }) => body)).toEqual(['b1']);
    expect(more).toEqual([]);
    world.mapping.settle(first as never, { outcome: 'success', payload: '' });
    expect(pollAll(world).map(({ messages }) => messages.map(({ body }) => body))).toEqual([['a3']]);
  });
});
