import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DynamoDbQuarantineStore } from '../../lambdas/adapters/dynamodb-quarantine-store.ts';
import { InMemoryQuarantineStore } from '../../testing/in-memory/in-memory-quarantine-store.ts';
import { realPorts } from './engines/adapter-ports.ts';
import { type DynamoDbEngine, startDynamoDb } from './engines/dynamodb-engine.ts';
import { conformsAsQuarantineStore } from './quarantine-store.ts';

conformsAsQuarantineStore('InMemoryQuarantineStore', async () => {
  const store = new InMemoryQuarantineStore();
  return { store, find: async (key) => store.find(key) };
});

describe('on DynamoDB', () => {
  let engine: DynamoDbEngine;
  beforeAll(async () => {
    engine = await startDynamoDb();
  });
  afterAll(() => engine.stop());

  const open = async () => {
    const { client } = engine;
    const tableName = await engine.createTable('quarantine', 'pk', 'sk');
    const read = async (pk: string, sk: string) =>
      (await client.send(new GetCommand({ TableName: tableName, Key: { pk, sk } }))).Item;
    return { read, store: new DynamoDbQuarantineStore({ ...realPorts(), client, tableName }) };
  };

  conformsAsQuarantineStore('DynamoDbQuarantineStore', async () => {
    const { store, read } = await open();
    return {
      store,
      async find({ orderingKey, sortKey }) {
        const item = await read(orderingKey, sortKey);
        if (item === undefined) {
          return undefined;
        }
        const { pk, sk, quarantine: reason, ...attributes } = item;
        return { key: { orderingKey: pk as string, sortKey: sk as string }, reason: reason as string, attributes };
      },
    };
  });

  it('DynamoDbQuarantineStore cuts a reason to what a person reads', async () => {
    const { store, read } = await open();

    await store.keep({ key: { orderingKey: 'a', sortKey: '1' }, reason: 'x'.repeat(2_000), attributes: {} });

    expect(await read('a', '1')).toEqual({ pk: 'a', sk: '1', quarantine: 'x'.repeat(1_000) });
  });
});
