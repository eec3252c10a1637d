import { describe, expect, it } from 'vitest';
import type { PublishResult } from '../../../lambdas/runtime/ports/index.ts';
import { ItemRelayBench } from './item-relay-bench.ts';
import { carrying, changeOf, itemEvent } from './item-samples.ts';

const INVALID: PublishResult = { outcome: 'refused', code: 'InvalidParameter', message: 'Message too long' };
const THROTTLED: PublishResult = { outcome: 'failed', code: 'Throttled', message: 'slow down' };

const order = { pk: 'o1', status: 'placed' };
const [first, second, third] = [itemEvent('o1', 1), itemEvent('o1', 2), itemEvent('o1', 3)];

describe('item relay, with events that ride in items', () => {
  it('G1 publishes what an insertion brings, as an outbox entry would travel', async () => {
    const bench = new ItemRelayBench();
    const toLedger = { ...first, topic: 'ledger' };

    const response = await bench.relay([changeOf(undefined, carrying(order, [first, toLedger]), '1')]);

    const { body, attributes } = first;
    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publisher.published).toEqual([
      { topicArn: 'arn:aws:sns:us-east-1:000000000000:orders', body, attributes },
      {
        topicArn: 'arn:aws:sns:us-east-1:000000000000:ledger.fifo',
        body,
        attributes,
        groupId: 'o1',
        deduplicationId: 'o1-1',
      },
    ]);
    expect(bench.lines).toEqual([
      { type: 'fanout.relay', component: 'item-relay', published: 2, failed: 0, quarantined: 0 },
    ]);
  });

  it.each([
    ['the events of a write that replaced others', [first], [second, third], ['o1-2', 'o1-3']],
    ['what was added to events that stayed', [first], [first, second], ['o1-2']],
    ['nothing for a write that left the events as they were', [first], [first], []],
    ['nothing for a write that took them away', [first], [], []],
  ])('G1 publishes %s', async (_what, before, after, ids) => {
    const bench = new ItemRelayBench();

    await bench.relay([changeOf(carrying(order, before), carrying({ ...order, status: 'x' }, after), '1')]);

    expect(bench.publishedIds).toEqual(ids);
  });

  it('publishes an event again that goes to one more topic, there only', async () => {
    const bench = new ItemRelayBench();
    const toLedger = { ...first, topic: 'ledger' };

    await bench.relay([changeOf(carrying(order, [first]), carrying(order, [first, toLedger]), '1')]);

    expect(bench.publisher.published).toMatchObject([{ groupId: 'o1' }]);
  });

  it('tells events of two sources apart that have one id', async () => {
    const bench = new ItemRelayBench();
    const body = first.body.replaceAll('"/orders"', '"/other"');
    const attributes = { ...first.attributes, 'ce-source': '/other' };

    await bench.relay([changeOf(carrying(order, [first]), carrying(order, [{ ...first, body, attributes }]), '1')]);

    expect(bench.publisher.published).toMatchObject([{ body }]);
  });

  it.each(['REMOVE', undefined])('publishes nothing for a %s', async (eventName) => {
    const bench = new ItemRelayBench();

    const response = await bench.relay([{ ...changeOf(undefined, carrying(order, [first]), '1'), eventName }]);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publisher.requests).toEqual([]);
  });

  it('publishes nothing for an item without events', async () => {
    const bench = new ItemRelayBench();

    await bench.relay([changeOf(undefined, order, '1'), changeOf(order, { ...order, status: 'paid' }, '2')]);

    expect(bench.publisher.requests).toEqual([]);
  });

  it('G1 reports the lowest sequence number of which an event failed', async () => {
    const fails = itemEvent('o2', 2);
    const bench = new ItemRelayBench({ fault: (_arn, { body }) => (body === fails.body ? THROTTLED : undefined) });
    const other = { pk: 'o2' };

    const response = await bench.relay([
      changeOf(undefined, carrying(order, [first]), '100'),
      changeOf(undefined, carrying(other, [itemEvent('o2', 1), fails]), '101'),
      changeOf(carrying(order, [first]), carrying(order, [second]), '102'),
    ]);

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '101' }] });
    expect(bench.publishedIds).toEqual(['o1-1', 'o2-1', 'o1-2']);
    expect(bench.lines).toMatchObject([{ published: 3, failed: 1, errors: { Throttled: 1 } }]);
  });

  it('G4 keeps what SNS refuses, with all that it takes to publish it after all, and goes on', async () => {
    const bench = new ItemRelayBench({ fault: (_arn, { body }) => (body === first.body ? INVALID : undefined) });

    const response = await bench.relay([changeOf(undefined, carrying(order, [first, second]), '1')]);

    const key = { orderingKey: 'o1', sortKey: '0000000000000001#o1-1#orders' };
    const reason = 'InvalidParameter: Message too long';
    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publishedIds).toEqual(['o1-2']);
    expect(bench.quarantine.all()).toMatchObject([{ key, reason, attributes: { body: first.body, topic: 'orders' } }]);
    expect(bench.lines).toMatchObject([{ published: 1, quarantined: 1, setAside: [{ ...key, reason }] }]);
  });

  it('G4 keeps what has a key too long for the quarantine under a part of it, and goes on', async () => {
    const bench = new ItemRelayBench({ fault: () => INVALID });
    const long = 'é'.repeat(1_020);
    const carried = itemEvent(`${long}${long}`, 1, { eventId: `${long}${long}` });

    const response = await bench.relay([
      changeOf(undefined, { pk: long, fanoutEvents: '{}' }, '77'),
      changeOf(undefined, { pk: `${long}2`, fanoutEvents: '{}' }, '78'),
      changeOf(undefined, carrying(order, [carried]), '79'),
    ]);

    expect(response).toEqual({ batchItemFailures: [] });
    const keys = bench.quarantine.all().map(({ key }) => key);
    expect(keys).toHaveLength(3);
    expect(Math.max(...keys.map(({ orderingKey }) => Buffer.byteLength(orderingKey)))).toBeLessThanOrEqual(2_048);
    expect(Math.max(...keys.map(({ sortKey }) => Buffer.byteLength(sortKey)))).toBeLessThanOrEqual(1_024);
  });

  it('G4 keeps a change whose events nobody can read, with the item, and goes on', async () => {
    const bench = new ItemRelayBench();

    const response = await bench.relay([
      changeOf(undefined, { ...order, fanoutEvents: '{}' }, '77'),
      changeOf(undefined, { pk: 'o3', fanoutEvents: 7 }, '78'),
      changeOf(undefined, carrying({ pk: 'o2' }, [itemEvent('o2', 1)]), '79'),
    ]);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publishedIds).toEqual(['o2-1']);
    expect(bench.quarantine.all()).toEqual([
      {
        key: { orderingKey: 'item {"pk":"o1"}', sortKey: '77' },
        reason: 'INLINE_EVENTS_INVALID: fanoutEvents must be an array of events',
        attributes: { image: '{"pk":{"S":"o1"},"status":{"S":"placed"},"fanoutEvents":{"S":"{}"}}' },
      },
      {
        key: { orderingKey: 'item {"pk":"o3"}', sortKey: '78' },
        reason: 'INLINE_EVENTS_INVALID: fanoutEvents must be a text',
        attributes: { image: '{"pk":{"S":"o3"},"fanoutEvents":{"N":"7"}}' },
      },
    ]);
  });

  it('G1 publishes all of an item whose old events nobody can read: a copy does no harm', async () => {
    const bench = new ItemRelayBench();

    await bench.relay([changeOf({ ...order, fanoutEvents: '{}' }, carrying(order, [first]), '1')]);

    expect(bench.publishedIds).toEqual(['o1-1']);
  });

  it.each([
    ['an event', carrying(order, [itemEvent('o1', 1, { topic: 'nowhere', createdAt: 0 as never })])],
    ['a change', { ...order, fanoutEvents: 'x' }],
  ])('reports %s whose quarantine fails, so that it comes back', async (_what, item) => {
    const bench = new ItemRelayBench();
    bench.clock.advance(3_600_000);
    const refusing = { keep: () => Promise.reject(new Error('throttled')) };

    const response = await bench.relay([changeOf(undefined, item, '9')], refusing);

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '9' }] });
    expect(bench.lines).toMatchObject([{ failed: 1, errors: { QUARANTINE_FAILED: 1 } }]);
  });

  it.each([
    ['of an insertion without its new image', 'INSERT', { NewImage: undefined }, 'NEW_IMAGE_MISSING'],
    ['of a modification without its old image', 'MODIFY', { OldImage: undefined }, 'OLD_IMAGE_MISSING'],
  ])('reports a record %s, so that nothing is skipped, and says why', async (_case, eventName, change, code) => {
    const bench = new ItemRelayBench();
    const record = changeOf(order, carrying(order, [first]), '7');

    const response = await bench.relay([{ eventName, dynamodb: { ...record.dynamodb, ...change } }]);

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
    expect(bench.lines).toMatchObject([{ failed: 1, errors: { [code]: 1 } }]);
  });
});
