import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../embedded/engines/engine.ts';
import type { InvokeResult } from '../../embedded/lambda/index.ts';
import { MappedQueue, startSqs } from './mapped-queue.ts';
import { failed, reporting, succeeded } from './scripted-function.ts';

const SOON = { timeout: 10_000, interval: 5 };

let engine: Engine;
const queues: MappedQueue[] = [];

async function mappedQueue(
  attributes: Record<string, string> = {},
  options?: { isFifo: boolean },
): Promise<MappedQueue> {
  const queue = new MappedQueue(engine, options);
  queues.push(queue);
  await queue.create(attributes);
  return queue;
}

beforeAll(async () => {
  engine = await startSqs();
});
afterEach(() => Promise.all(queues.splice(0).map((queue) => queue.stop())));
afterAll(() => engine.stop());

describe('the event of a queue', () => {
  it('has one record per message, in the shape of Lambda', async () => {
    const queue = await mappedQueue();
    const MessageAttributes = {
      kind: { DataType: 'String', StringValue: 'order' },
      raw: { DataType: 'Binary', BinaryValue: 'AQI=' },
    };
    await queue.send(['{"a":1}'], { MessageAttributes });
    queue.map();
    await expect.poll(() => queue.fn.batches, SOON).toHaveLength(1);

    expect(queue.fn.batches[0]).toEqual([
      {
        messageId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        receiptHandle: expect.any(String),
        body: '{"a":1}',
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: expect.stringMatching(/^\d{13}$/),
          SenderId: '000000000000',
          ApproximateFirstReceiveTimestamp: expect.stringMatching(/^\d{13}$/),
        },
        messageAttributes: {
          kind: { dataType: 'String', stringValue: 'order', stringListValues: [], binaryListValues: [] },
          raw: { dataType: 'Binary', binaryValue: 'AQI=', stringListValues: [], binaryListValues: [] },
        },
        md5OfBody: 'bb6cb5c68df4652941caf652a366f2d8',
        md5OfMessageAttributes: expect.stringMatching(/^[0-9a-f]{32}$/),
        eventSource: 'aws:sqs',
        eventSourceARN: queue.arn,
        awsRegion: 'us-east-1',
      },
    ]);
  });

  it('names group, deduplication id and sequence number on a FIFO queue', async () => {
    const queue = await mappedQueue({}, { isFifo: true });
    await queue.send(['a'], { MessageGroupId: 'g', MessageDeduplicationId: 'd' });
    queue.map();
    await expect.poll(() => queue.fn.batches, SOON).toHaveLength(1);

    expect(queue.fn.batches[0]?.[0]?.attributes).toMatchObject({
      MessageGroupId: 'g',
      MessageDeduplicationId: 'd',
      SequenceNumber: expect.stringMatching(/^\d+$/),
    });
  });
});

describe('a response to a batch of three messages', () => {
  const REPORTS = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
  const response = (payload: string): InvokeResult => ({ outcome: 'success', payload });
  const second = (payload: (identifier: string) => string) => (ids: string[]) => response(payload(ids[1] ?? ''));

  it.each<[string, number, (ids: string[]) => InvokeResult]>([
    ['null', 0, () => response('null')],
    ['nothing', 0, () => response('')],
    ['an empty object', 0, () => response('{}')],
    ['a list that is null', 0, () => response('{"batchItemFailures":null}')],
    ['an empty list', 0, () => reporting()],
    ['one failure', 1, ([, id = '']) => reporting(id)],
    ['the same failure twice', 1, ([, id = '']) => reporting(id, id)],
    ['two failures', 2, ([a = '', , c = '']) => reporting(c, a)],
    ['all failures', 3, (ids) => reporting(...ids)],
    ['an unknown identifier', 3, ([a = '']) => reporting(a, 'unknown')],
    ['an empty identifier', 3, () => reporting('')],
    ['a null identifier', 3, () => response('{"batchItemFailures":[{"itemIdentifier":null}]}')],
    ['a wrong key', 3, second((id) => `{"batchItemFailures":[{"messageId":"${id}"}]}`)],
    ['identifiers without objects', 3, second((id) => `{"batchItemFailures":["${id}"]}`)],
    ['an object for a list', 3, second((id) => `{"batchItemFailures":{"itemIdentifier":"${id}"}}`)],
    ['text', 3, () => response('"done"')],
    ['a list', 3, () => response('[]')],
    ['no JSON', 3, () => response('{')],
    ['a function error', 3, failed],
    ['a throttle', 3, () => ({ outcome: 'throttled' })],
  ])('with %s keeps %d of them', async (_name, kept, respond) => {
    const queue = await mappedQueue();
    await queue.send(['a', 'b', 'c']);
    queue.fn.run = (records) => respond(records.map((record) => record.messageId));
    const uuid = queue.map(REPORTS);
    await expect.poll(() => queue.mappings.describe(uuid).LastProcessingResult, SOON).not.toBe('No records processed');

    expect(queue.bodies).toEqual([['a', 'b', 'c']]);
    expect(await queue.size()).toBe(kept);
  });

  it('means nothing when the mapping does not ask for it', async () => {
    const queue = await mappedQueue();
    await queue.send(['a', 'b', 'c']);
    queue.fn.run = (records) => reporting(...records.map((record) => record.messageId));
    queue.map();

    await expect.poll(() => queue.size(), SOON).toBe(0);
  });

  it('keeps exactly the reported messages', async () => {
    const queue = await mappedQueue({ VisibilityTimeout: '1' });
    await queue.send(['a', 'b', 'c']);
    queue.fn.run = (records) => {
      const identifiers = records.filter(
        ({ body, attributes }) => body === 'b' && attributes['ApproximateReceiveCount'] === '1',
      );
      return reporting(...identifiers.map((record) => record.messageId));
    };
    queue.map(REPORTS);

    await expect.poll(() => queue.bodies, SOON).toEqual([['a', 'b', 'c'], ['b']]);
    await expect.poll(() => queue.size(), SOON).toBe(0);
  });
});

describe('messages that fail', () => {
  it('come back when their visibility timeout ends, and go to the dead-letter queue after their last receive', async () => {
    const deadLetters = await mappedQueue();
    const RedrivePolicy = JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 2 });
    const queue = await mappedQueue({ VisibilityTimeout: '1', RedrivePolicy });
    const times: number[] = [];
    queue.fn.run = () => {
      times.push(performance.now());
      return failed();
    };
    await queue.send(['poisoned']);
    queue.map();

    await expect.poll(() => deadLetters.size(), SOON).toBe(1);
    const counts = queue.fn.batches.map(([record]) => record?.attributes['ApproximateReceiveCount']);
    expect(counts).toEqual(['1', '2']);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(900);
  });

  it('burn a receive when the function is throttled', async () => {
    const queue = await mappedQueue({ VisibilityTimeout: '1' });
    queue.fn.run = () => (queue.fn.batches.length === 1 ? { outcome: 'throttled' } : succeeded());
    await queue.send(['a']);
    queue.map();

    await expect.poll(() => queue.size(), SOON).toBe(0);
    const counts = queue.fn.batches.map(([record]) => record?.attributes['ApproximateReceiveCount']);
    expect(counts).toEqual(['1', '2']);
  });

  it('are polled for more and more slowly while the function is throttled', async () => {
    const queue = await mappedQueue();
    queue.fn.run = () => (queue.fn.batches.length < 4 ? { outcome: 'throttled' } : succeeded());
    await queue.send(['a', 'b', 'c', 'd']);
    const startedAt = performance.now();
    queue.map({ BatchSize: 1 });

    await expect.poll(() => queue.bodies, SOON).toEqual([['a'], ['b'], ['c'], ['d']]);
    // 100 and 200 ms, or more: the poll after a throttle may have begun before it. Without the back-off it is a few.
    expect(performance.now() - startedAt).toBeGreaterThan(290);
  });

  it('stay when the function is gone', async () => {
    const queue = await mappedQueue();
    queue.fn.run = () => Promise.reject(new Error('Function not found'));
    await queue.send(['a']);
    const uuid = queue.map();

    await expect.poll(() => queue.mappings.describe(uuid).LastProcessingResult, SOON).toContain('Function not found');
    expect(await queue.size()).toBe(1);
  });
});

describe('deleting', () => {
  it('is tried again for entries that failed and after errors', async () => {
    const queue = await mappedQueue();
    let deletes = 0;
    queue.intercept = async (action) => {
      if (action !== 'DeleteMessageBatch') return undefined;
      deletes++;
      if (deletes === 1) throw new Error('connection reset');
      return deletes === 2 ? { Successful: [], Failed: [{ Id: '0' }, { Id: '1' }] } : undefined;
    };
    await queue.send(['a', 'b']);
    queue.map();

    await expect.poll(() => queue.size(), SOON).toBe(0);
    expect(deletes).toBe(3);
    expect(queue.fn.batches).toHaveLength(1);
  });
});
