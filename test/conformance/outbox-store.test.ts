import { BatchWriteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { epochMillis } from '../../contracts/time.ts';
import { DynamoDbOutboxStore } from '../../lambdas/adapters/dynamodb-outbox-store.ts';
import { rowOf } from '../../lambdas/runtime/outbox/outbox-row.ts';
import type { OutboxEntry } from '../../lambdas/runtime/outbox-entry.ts';
import { InMemoryOutboxStore } from '../../testing/in-memory/in-memory-outbox-store.ts';
import { allOf } from '../all-of.ts';
import { realPorts } from './engines/adapter-ports.ts';
import { type DynamoDbEngine, startDynamoDb } from './engines/dynamodb-engine.ts';
import { conformsAsOutboxStore } from './outbox-store.ts';

conformsAsOutboxStore('InMemoryOutboxStore', async () => {
  const store = new InMemoryOutboxStore();
  return { store, put: async (entries) => store.put(entries) };
});

describe('on DynamoDB', () => {
  let engine: DynamoDbEngine;
  beforeAll(async () => {
    engine = await startDynamoDb();
  });
  afterAll(() => engine.stop());

  const open = async () => {
    const { client } = engine;
    const tableName = await engine.createTable('outbox', 'pk', 'sk');
    return {
      tableName,
      store: new DynamoDbOutboxStore({ ...realPorts(), client, tableName }),
      async put(entries: readonly OutboxEntry[]) {
        for (let first = 0; first < entries.length; first += 25) {
          const chunk = entries.slice(first, first + 25).map((entry) => ({ PutRequest: { Item: rowOf(entry) } }));
          await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: chunk } }));
        }
      },
    };
  };

  conformsAsOutboxStore('DynamoDbOutboxStore', open);

  describe('DynamoDbOutboxStore', () => {
    const entry: OutboxEntry = {
      orderingKey: 'a',
      sequence: '0000000000000001',
      eventId: 'a-1',
      topic: 'orders',
      body: 'x'.repeat(300_000),
      attributes: {},
      createdAt: epochMillis(1),
    };
    const read = async (store: DynamoDbOutboxStore): Promise<readonly string[]> =>
      (await allOf(store.olderThan(epochMillis(2)))).map(({ eventId }) => eventId);

    it('reads a table and a key of more than one page', async () => {
      const { store, put } = await open();
      const entries = Array.from({ length: 9 }, (_, index) => ({
        ...entry,
        sequence: String(index).padStart(16, '0'),
        eventId: `a-${index}`,
      }));
      await put(entries);

      expect(await read(store)).toHaveLength(9);
      expect(await allOf(store.ofKey('a'))).toEqual(entries);
    });

    it.each([
      ['of no age', { createdAt: undefined }, 'createdAt must be a number of milliseconds, got undefined'],
      ['without a body', { body: undefined }, 'body must be a non-empty string, got undefined'],
    ])(
      'quarantines a row %s that somebody else wrote, so that it is not overlooked',
      async (_case, change, problem) => {
        const { store, tableName } = await open();
        const row = { ...rowOf(entry), ...change };
        await engine.client.send(new PutCommand({ TableName: tableName, Item: row }));

        expect(await read(store)).toEqual([]);
        expect(await allOf(store.ofKey('a'))).toEqual([]);
        const Key = { pk: 'a', sk: '0000000000000001#a-1#orders' };
        const { Item } = await engine.client.send(new GetCommand({ TableName: tableName, Key }));
        expect(Item).toMatchObject({ quarantine: `ENTRY_INVALID: ${problem}` });
      },
    );
  });
});
