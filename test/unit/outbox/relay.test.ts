import { describe, expect, it } from 'vitest';
import { outboxKeyOf } from '../../../lambdas/runtime/outbox/outbox-row.ts';
import type { PublishResult } from '../../../lambdas/runtime/ports/index.ts';
import type { PublishFault } from '../../../testing/in-memory/in-memory-topic-publisher.ts';
import { sampleEntry } from './outbox-samples.ts';
import { RelayBench } from './relay-bench.ts';

const THROTTLED: PublishResult = { outcome: 'failed', code: 'Throttled', message: 'slow down' };
const INVALID: PublishResult = { outcome: 'refused', code: 'InvalidParameter', message: 'Message too long' };

/** Answers `result` for one event, for the first `times` of its publications. */
function faultOf(eventId: string, result: PublishResult, times = Number.POSITIVE_INFINITY): PublishFault {
  let left = times;
  return (_topicArn, { body }) => {
    if (!body.includes(`"${eventId}"`) || left === 0) {
      return undefined;
    }
    left -= 1;
    return result;
  };
}

const orders = (count: number) => Array.from({ length: count }, (_, index) => sampleEntry(`order-${index}`, 1));

describe('relay', () => {
  it('publishes every entry by ten and deletes it', async () => {
    const entries = orders(25);
    const bench = new RelayBench(entries);

    const response = await bench.relay(entries);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publisher.requests.map((request) => request.length)).toEqual([10, 10, 5]);
    expect(bench.publishedIds).toEqual(entries.map(({ eventId }) => eventId));
    expect(bench.store.all()).toEqual([]);
    expect(bench.line).toEqual({
      type: 'fanout.relay',
      component: 'outbox-relay',
      published: 25,
      failed: 0,
      quarantined: 0,
    });
  });

  it('sends the body and attributes as they are, with group and deduplication id on FIFO topics only', async () => {
    const standard = sampleEntry('order-1', 1);
    const fifo = sampleEntry('order-1', 1, { topic: 'ledger' });
    const bench = new RelayBench([standard, fifo]);

    await bench.relay([standard, fifo]);

    const { body, attributes } = standard;
    expect(bench.publisher.published).toEqual([
      { topicArn: 'arn:aws:sns:us-east-1:000000000000:orders', body, attributes },
      {
        topicArn: 'arn:aws:sns:us-east-1:000000000000:ledger.fifo',
        body,
        attributes,
        groupId: 'order-1',
        deduplicationId: 'order-1-1',
      },
    ]);
  });

  it('G1 publishes an entry again that SNS failed in a batch it otherwise took, and deletes it only then', async () => {
    const entries = orders(3);
    const bench = new RelayBench(entries, faultOf('order-1-1', THROTTLED, 2));

    const response = await bench.relay(entries);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publishedIds).toEqual(['order-0-1', 'order-2-1', 'order-1-1']);
    expect(bench.store.all()).toEqual([]);
  });

  it('G1 keeps what keeps failing and reports the lowest sequence number, so that the stream resumes there', async () => {
    const entries = orders(5);
    const bench = new RelayBench(
      entries,
      (topicArn, entry) =>
        faultOf('order-1-1', THROTTLED)(topicArn, entry) ?? faultOf('order-3-1', THROTTLED)(topicArn, entry),
    );

    const response = await bench.relay(entries);

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '101' }] });
    expect(bench.store.all().map(({ eventId }) => eventId)).toEqual(['order-1-1', 'order-3-1']);
    expect(bench.line).toMatchObject({ published: 3, failed: 2, errors: { Throttled: 2 } });
  });

  it('stops retrying when too little time is left', async () => {
    const entries = orders(2);
    const bench = new RelayBench(entries, () => THROTTLED);
    const startedAt = bench.clock.now();

    const response = await bench.relay(entries, 1_200);

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '100' }] });
    expect(bench.clock.now() - startedAt).toBeLessThanOrEqual(200);
    expect(bench.line).toMatchObject({ published: 0, failed: 2, errors: { Throttled: 2 } });
  });

  it('publishes nothing when it starts with too little time', async () => {
    const entries = orders(2);
    const bench = new RelayBench(entries);

    const response = await bench.relay(entries, 900);

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '100' }] });
    expect(bench.publisher.requests).toEqual([]);
    expect(bench.line).toMatchObject({ failed: 2, errors: { OUT_OF_TIME: 2 } });
  });

  it('G4 quarantines what SNS refuses, with the reason, and goes on', async () => {
    const entries = orders(3);
    const bench = new RelayBench(entries, faultOf('order-1-1', INVALID));
    const key = outboxKeyOf(sampleEntry('order-1', 1));

    const response = await bench.relay(entries);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publishedIds).toEqual(['order-0-1', 'order-2-1']);
    expect(bench.store.quarantineReason(key)).toBe('InvalidParameter: Message too long');
    expect(bench.line).toMatchObject({
      published: 2,
      quarantined: 1,
      setAside: [{ ...key, reason: 'InvalidParameter: Message too long' }],
    });
  });

  it('reports an entry whose quarantine fails, so that it comes back', async () => {
    const entries = orders(2);
    const bench = new RelayBench(entries, faultOf('order-0-1', INVALID), {
      store: { quarantine: () => Promise.reject(new Error('throttled')) },
    });

    const response = await bench.relay(entries);

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '100' }] });
    expect(bench.line).toMatchObject({ published: 1, failed: 1, errors: { QUARANTINE_FAILED: 1 } });
  });

  it('finds the one entry that makes SNS reject whole batches, by halving them', async () => {
    const entries = orders(10);
    const bench = new RelayBench(entries, undefined, {
      publisher: {
        publishBatch: async (topicArn, batch) => {
          const culprit = batch.some(({ body }) => body.includes('"order-7-1"'));
          if (culprit) {
            return batch.map(() => (batch.length === 1 ? INVALID : { ...INVALID, outcome: 'failed' }));
          }
          return bench.publisher.publishBatch(topicArn, batch);
        },
      },
    });

    const response = await bench.relay(entries);

    expect(response).toEqual({ batchItemFailures: [] });
    expect([...bench.publishedIds].sort()).toEqual(
      entries.map(({ eventId }) => eventId).filter((eventId) => eventId !== 'order-7-1'),
    );
    expect(bench.store.quarantineReason(outboxKeyOf(sampleEntry('order-7', 1)))).toContain('InvalidParameter');
  });

  it('quarantines a message with more attributes than raw delivery carries, without sending it', async () => {
    const attributes = Object.fromEntries(Array.from({ length: 11 }, (_, index) => [`a${index}`, 'x']));
    const entry = sampleEntry('order-1', 1, { attributes });
    const bench = new RelayBench([entry]);

    await bench.relay([entry]);

    expect(bench.publisher.requests).toEqual([]);
    expect(bench.store.quarantineReason(outboxKeyOf(entry))).toBe(
      'ATTRIBUTES_TOO_MANY: a message must have at most 10 attributes, got 11',
    );
  });

  it('waits for a topic that it does not know yet, and quarantines after a quarter of an hour', async () => {
    const entry = sampleEntry('order-1', 1, { topic: 'constructor' });
    const bench = new RelayBench([entry]);

    const early = await bench.relay([entry]);
    bench.clock.advance(15 * 60_000 + 1);
    const late = await bench.relay([entry]);

    expect(early).toEqual({ batchItemFailures: [{ itemIdentifier: '100' }] });
    expect(bench.lines[0]).toMatchObject({ failed: 1, errors: { TOPIC_UNKNOWN: 1 } });
    expect(late).toEqual({ batchItemFailures: [] });
    expect(bench.store.quarantineReason(outboxKeyOf(entry))).toBe(
      'TOPIC_UNKNOWN: topic must be one of orders, ledger, got constructor; add it to the topics of the Outbox',
    );
  });

  it('keeps at most four batches in flight', async () => {
    const entries = orders(100);
    let inFlight = 0;
    let most = 0;
    const bench = new RelayBench(entries, undefined, {
      publisher: {
        publishBatch: async (topicArn, batch) => {
          inFlight += 1;
          most = Math.max(most, inFlight);
          await bench.clock.sleep(15);
          inFlight -= 1;
          return bench.publisher.publishBatch(topicArn, batch);
        },
      },
    });

    await bench.relay(entries);

    expect(most).toBe(4);
    expect(bench.publisher.published).toHaveLength(100);
  });

  it('G1 deletes no entry before its topic has answered', async () => {
    const entries = orders(30);
    const unanswered = new Set(entries.map(({ eventId }) => eventId));
    const tooEarly: string[] = [];
    const bench = new RelayBench(entries, undefined, {
      publisher: {
        publishBatch: async (topicArn, batch) => {
          const results = await bench.publisher.publishBatch(topicArn, batch);
          await bench.clock.sleep(15);
          for (const { body } of batch) {
            unanswered.delete((JSON.parse(body) as { id: string }).id);
          }
          return results;
        },
      },
      store: {
        delete: async (keys) => {
          tooEarly.push(...keys.map(({ orderingKey }) => `${orderingKey}-1`).filter((id) => unanswered.has(id)));
          return bench.store.delete(keys);
        },
      },
    });

    await bench.relay(entries);

    expect(tooEarly).toEqual([]);
    expect(bench.store.all()).toEqual([]);
  });

  it('deletes by 25 while it publishes', async () => {
    const deletions: number[] = [];
    const entries = orders(60);
    const bench = new RelayBench(entries, undefined, {
      store: {
        delete: async (keys) => {
          deletions.push(keys.length);
          return [];
        },
      },
    });

    await bench.relay(entries);

    expect(deletions).toEqual([25, 25, 10]);
  });

  it.each([
    ['are not confirmed', async (keys: readonly unknown[]) => keys.slice(0, 2)],
    ['fail', () => Promise.reject(new Error('throttled'))],
  ] as const)('leaves rows to the sweeper whose deletions %s, and says so', async (_case, remove) => {
    const entries = orders(2);
    const bench = new RelayBench(entries, undefined, { store: { delete: remove as never } });

    const response = await bench.relay(entries);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.line).toMatchObject({ published: 2, failed: 0, errors: { DELETE_UNCONFIRMED: 2 } });
  });
});
