import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readDeadLetters } from '../../../testing/dead-letters.ts';
import { readQueueDepth } from '../../../testing/queue-depth.ts';
import { type MessagingEngine, startMessagingEngine } from './messaging-engine.ts';

const envelope = {
  specversion: '1.0',
  id: 'e-1',
  source: '/test',
  type: 'thing.happened',
  time: '2026-11-21T10:00:00.000Z',
  datacontenttype: 'application/json',
  partitionkey: 'k',
  sequence: '0000000000000001',
  data: { orderId: 'o-1' },
};

describe('readDeadLetters', () => {
  let engine: MessagingEngine;
  beforeAll(async () => {
    engine = await startMessagingEngine();
  });
  afterAll(() => engine.stop());

  const send = (queueUrl: string, MessageBody: string, attributes: Record<string, string> = {}, group?: string) =>
    engine.clients.sqs.send(
      new SendMessageCommand({
        QueueUrl: queueUrl,
        MessageBody,
        MessageAttributes: Object.fromEntries(
          Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
        ),
        ...(group !== undefined && { MessageGroupId: group, MessageDeduplicationId: MessageBody }),
      }),
    );

  it('reads every letter with its failure report and envelope, and puts all of them back', async () => {
    const queueUrl = await engine.createQueue('dead');
    await send(queueUrl, JSON.stringify(envelope), {
      'ce-type': 'thing.happened',
      'fanout-failure': '{"reason":"NON_RETRYABLE","attempts":1}',
    });
    for (let index = 0; index < 24; index++) {
      await send(queueUrl, `body ${index}`);
    }

    const letters = await readDeadLetters(engine.clients, queueUrl);

    expect(letters).toHaveLength(25);
    expect(letters.find(({ report }) => report !== undefined)).toMatchObject({
      attributes: { 'ce-type': 'thing.happened' },
      report: { reason: 'NON_RETRYABLE', attempts: 1 },
      envelope: { id: 'e-1', data: { orderId: 'o-1' } },
    });
    expect(await readQueueDepth(engine.clients, queueUrl)).toEqual({ waiting: 25, inFlight: 0 });
  });

  it('leaves out what cannot be read: a body that is no envelope, a report that is no JSON', async () => {
    const queueUrl = await engine.createQueue('odd');
    await send(queueUrl, 'no envelope', { 'fanout-failure': '{cut' });

    const [letter] = await readDeadLetters(engine.clients, queueUrl);

    expect(letter).toMatchObject({ body: 'no envelope', attributes: { 'fanout-failure': '{cut' } });
    expect(letter).not.toHaveProperty('report');
    expect(letter).not.toHaveProperty('envelope');
    expect(letter).not.toHaveProperty('group');
  });

  it('tells the message groups of a FIFO queue', async () => {
    const queueUrl = await engine.createQueue('ordered.fifo');
    await send(queueUrl, 'a', {}, 'group-a');
    await send(queueUrl, 'b', {}, 'group-b');

    const letters = await readDeadLetters(engine.clients, queueUrl);

    expect(letters.map(({ group }) => group).toSorted()).toEqual(['group-a', 'group-b']);
  });

  it('finds nothing in an empty queue', async () => {
    expect(await readDeadLetters(engine.clients, await engine.createQueue('empty'))).toEqual([]);
  });
});
