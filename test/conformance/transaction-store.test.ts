import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatSequence, serializeEnvelope } from '../../contracts/envelope.ts';
import { addMillis, epochMillis, toEpochSeconds } from '../../contracts/time.ts';
import { DynamoDbInboxStore } from '../../lambdas/adapters/dynamodb-inbox-store.ts';
import { DynamoDbOutboxStore } from '../../lambdas/adapters/dynamodb-outbox-store.ts';
import { DynamoDbTransactionStore } from '../../lambdas/adapters/dynamodb-transaction-store.ts';
import { updateWithEvents } from '../../lambdas/runtime/emission/inline-events.ts';
import { readInlineText } from '../../lambdas/runtime/outbox/inline-text.ts';
import type { OutboxEntry } from '../../lambdas/runtime/outbox-entry.ts';
import type { Marker } from '../../lambdas/runtime/ports/index.ts';
import { InMemoryDatabase } from '../../testing/in-memory/in-memory-database.ts';
import { InMemoryInboxStore } from '../../testing/in-memory/in-memory-inbox-store.ts';
import { InMemoryTransactionStore } from '../../testing/in-memory/in-memory-transaction-store.ts';
import { allOf } from '../all-of.ts';
import { realPorts } from './engines/adapter-ports.ts';
import { type DynamoDbEngine, startDynamoDb } from './engines/dynamodb-engine.ts';
import { conformsAsTransactionStore } from './transaction-store.ts';

/** An event as an entry, its body a whole envelope. */
function eventOf(type: string): OutboxEntry {
  const envelope = {
    specversion: '1.0',
    id: 'event-1',
    source: '/stock',
    type,
    time: '2026-01-01T00:00:00.000Z',
    datacontenttype: 'application/json',
    partitionkey: 'apple',
    sequence: formatSequence(1),
    data: {},
  } as const;
  return {
    orderingKey: 'apple',
    sequence: envelope.sequence,
    eventId: envelope.id,
    topic: 'stock',
    body: serializeEnvelope(envelope),
    attributes: { 'ce-type': type, 'ce-source': '/stock' },
    createdAt: epochMillis(Date.parse(envelope.time)),
  };
}

conformsAsTransactionStore('InMemoryTransactionStore', async () => {
  const database = new InMemoryDatabase({ stock: ['pk'] });
  return {
    store: new InMemoryTransactionStore(database),
    inbox: new InMemoryInboxStore(database),
    stockTable: 'stock',
    putStock: async (pk, available) => database.put('stock', { pk, available }),
    stock: async (pk) => database.item('stock', { pk }),
    entries: (orderingKey) => allOf(database.outbox.ofKey(orderingKey)),
  };
});

describe('on DynamoDB', () => {
  let engine: DynamoDbEngine;
  let inboxTable: string;
  beforeAll(async () => {
    engine = await startDynamoDb();
  });
  afterAll(() => engine.stop());

  const open = async () => {
    const { client } = engine;
    inboxTable = await engine.createTable('inbox', 'pk');
    const outboxTable = await engine.createTable('outbox', 'pk', 'sk');
    const stockTable = await engine.createTable('stock', 'pk');
    const props = { ...realPorts(), client };
    return {
      store: new DynamoDbTransactionStore({ ...props, inboxTable, outboxTable }),
      inbox: new DynamoDbInboxStore({ ...props, tableName: inboxTable }),
      stockTable,
      async putStock(pk: string, available: number) {
        await client.send(new PutCommand({ TableName: stockTable, Item: { pk, available } }));
      },
      async stock(pk: string) {
        return (await client.send(new GetCommand({ TableName: stockTable, Key: { pk } }))).Item;
      },
      entries: (orderingKey: string) =>
        allOf(new DynamoDbOutboxStore({ ...props, tableName: outboxTable }).ofKey(orderingKey)),
    };
  };

  conformsAsTransactionStore('DynamoDbTransactionStore', open);

  describe('DynamoDbTransactionStore', () => {
    const now = epochMillis(Date.now());
    const expiresAt = toEpochSeconds(addMillis(now, 86_400_000));
    const marker: Marker = { kind: 'insert', key: 'k', fingerprint: 'digest', expiresAt };
    const claimUntil = (leaseEndsAt: number) => ({
      key: 'k',
      owner: 'first',
      fingerprint: 'digest',
      now,
      leaseEndsAt: epochMillis(leaseEndsAt),
      expiresAt,
    });

    it('G2 finds the marker when a token comes back with other content', async () => {
      const { store, stockTable } = await open();
      const put = (available: number) => ({
        marker,
        writes: [{ Put: { TableName: stockTable, Item: { pk: 'apple', available } } }],
        entries: [],
        token: 'the-same',
      });
      await store.commit(put(1));

      expect(await store.commit(put(2))).toEqual({ outcome: 'duplicate', fingerprint: 'digest' });
    });

    it('calls its own completion committed when it is repeated under another token', async () => {
      const { store, inbox, stockTable } = await open();
      await inbox.claim(claimUntil(now + 60_000));
      const complete = (token: string) =>
        store.commit({
          marker: { kind: 'complete', claim: claimUntil(now), expiresAt },
          writes: [{ Put: { TableName: stockTable, Item: { pk: token } } }],
          entries: [],
          token,
        });

      expect(await complete('one')).toEqual({ outcome: 'committed' });
      expect(await complete('two')).toEqual({ outcome: 'committed' });
    });

    it('inserts a marker over a lease that ended before its consumer became transactional', async () => {
      const { store, inbox } = await open();
      await inbox.claim(claimUntil(now - 1));

      expect(await store.commit({ marker, writes: [], entries: [], token: 't' })).toEqual({ outcome: 'committed' });
    });

    it('rejects, to be retried, a marker over a live lease', async () => {
      const { store, inbox } = await open();
      await inbox.claim(claimUntil(now + 60_000));

      await expect(store.commit({ marker, writes: [], entries: [], token: 't' })).rejects.toMatchObject({
        code: 'TRANSACTION_CONFLICT',
        message: expect.stringContaining('another holder has a lease on k'),
      });
    });

    it.each([
      ['SET available = :a', { ':a': 7 }, { available: 7, held: true }],
      ['REMOVE held', undefined, { available: 3 }],
      ['ADD available :a SET note = :n REMOVE held', { ':a': 1, ':n': 'x' }, { available: 4, note: 'x' }],
    ])('leaves the events of a write in its item: %s', async (UpdateExpression, ExpressionAttributeValues, left) => {
      const { store, stockTable, stock } = await open();
      const Key = { pk: 'apple' };
      const item = { TableName: stockTable, Item: { ...Key, available: 3, held: true } };
      await engine.client.send(new PutCommand(item));
      const event: OutboxEntry = eventOf('stock.changed');

      const Update = updateWithEvents({ TableName: stockTable, Key, UpdateExpression, ExpressionAttributeValues }, [
        event,
      ]);
      const result = await store.commit({
        marker,
        writes: [{ Update }],
        entries: [],
        token: UpdateExpression.slice(0, 36),
      });

      expect(result).toEqual({ outcome: 'committed' });
      const { fanoutEvents, ...rest } = (await stock('apple')) ?? {};
      expect(rest).toEqual({ ...Key, ...left });
      expect(readInlineText(String(fanoutEvents))).toEqual({ ok: true, entries: [event] });
    });

    it('refuses outbox entries without an outbox table, and writes nothing', async () => {
      const { stockTable, stock } = await open();
      const store = new DynamoDbTransactionStore({ ...realPorts(), client: engine.client, inboxTable });
      const writes = [{ Put: { TableName: stockTable, Item: { pk: 'apple' } } }];

      const commit = store.commit({ marker, writes, entries: [eventOf('stock.changed')], token: 't' });

      await expect(commit).rejects.toMatchObject({ code: 'OUTBOX_MISSING', disposition: 'retry' });
      expect(await stock('apple')).toBeUndefined();
    });

    it('says which item DynamoDB found twice in a table whose key it did not know', async () => {
      const { store, stockTable } = await open();
      const put = { Put: { TableName: stockTable, Item: { pk: 'apple' } } };

      await expect(store.commit({ marker, writes: [put, put], entries: [], token: 't' })).rejects.toMatchObject({
        code: 'TRANSACTION_TOO_LARGE',
        message: expect.stringContaining('multiple operations on one item'),
      });
    });
  });
});
