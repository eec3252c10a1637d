import { describe, expect, it } from 'vitest';
import { rowOf } from '../../../lambdas/runtime/outbox/outbox-row.ts';
import { imageOf, insertion, insertionOf, sampleEntry } from './outbox-samples.ts';
import { RelayBench } from './relay-bench.ts';

const entry = sampleEntry('order-1', 1);

describe('relay, reading the stream', () => {
  it.each(['MODIFY', 'REMOVE', undefined])('publishes nothing for a %s', async (eventName) => {
    const bench = new RelayBench([entry]);

    const response = await bench.relay([{ ...insertionOf(entry, '1'), eventName }]);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(bench.publisher.requests).toEqual([]);
  });

  it.each([
    ['body', { body: '' }, 'body must be a non-empty string, got string'],
    ['topic', { topic: 7 }, 'topic must be a non-empty string, got number'],
    ['createdAt', { createdAt: 'now' }, 'createdAt must be a number of milliseconds, got string'],
    ['attributes', { attributes: { a: 1 } }, 'attributes must be a map of strings'],
    ['sequence', { sequence: '2' }, 'sk must be "2#order-1-1#orders", got "0000000000000001#order-1-1#orders"'],
  ])('quarantines a row whose %s makes it no entry, and goes on', async (_case, change, problem) => {
    const quarantined: unknown[] = [];
    const bench = new RelayBench([], undefined, {
      store: { quarantine: async (key, reason) => void quarantined.push({ ...key, reason }) },
    });
    const row = { orderingKey: 'order-1', sortKey: '0000000000000001#order-1-1#orders' };

    const response = await bench.relay([
      insertion(imageOf({ ...rowOf(entry), ...change }), '1'),
      insertionOf(sampleEntry('order-2', 1), '2'),
    ]);

    expect(response).toEqual({ batchItemFailures: [] });
    expect(quarantined).toEqual([{ ...row, reason: `ENTRY_INVALID: ${problem}` }]);
    expect(bench.publishedIds).toEqual(['order-2-1']);
    expect(bench.line).toMatchObject({ quarantined: 1, setAside: [{ ...row, reason: `ENTRY_INVALID: ${problem}` }] });
  });

  it.each([
    ['without a new image', { NewImage: undefined }, 'NEW_IMAGE_MISSING'],
    ['of another table', { NewImage: { id: { S: 'x' } }, Keys: { id: { S: 'x' } } }, 'KEYS_UNKNOWN'],
  ])('reports a record %s, so that nothing is skipped, and says why', async (_case, change, code) => {
    const bench = new RelayBench([entry]);
    const record = insertionOf(entry, '7');

    const response = await bench.relay([{ ...record, dynamodb: { ...record.dynamodb, ...change } }]);

    expect(response).toEqual({ batchItemFailures: [{ itemIdentifier: '7' }] });
    expect(bench.line).toMatchObject({ failed: 1, errors: { [code]: 1 } });
  });

  it('asks for the whole batch again when a failed record has no sequence number', async () => {
    const bench = new RelayBench([]);

    expect(await bench.relay([{ eventName: 'INSERT' }])).toEqual({ batchItemFailures: [{ itemIdentifier: '' }] });
  });
});
