import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SqsMessageQueue } from '../../lambdas/adapters/sqs-message-queue.ts';
import type { MessageAttribute } from '../../lambdas/runtime/ports/index.ts';
import type { SqsRecord } from '../../lambdas/runtime/sqs-event.ts';
import { InMemoryMessageQueue } from '../../testing/in-memory/in-memory-message-queue.ts';
import { ManualClock } from '../../testing/in-memory/manual-clock.ts';
import { realPorts } from './engines/adapter-ports.ts';
import { type MessagingEngine, startMessaging } from './engines/messaging-engine.ts';
import { conformsAsMessageQueue, type ReceivedFromQueue } from './message-queue.ts';

conformsAsMessageQueue('InMemoryMessageQueue', async (kind) => {
  const queue = new InMemoryMessageQueue(new ManualClock(), { name: kind === 'fifo' ? 'queue.fifo' : 'queue' });
  const received = (record: SqsRecord): ReceivedFromQueue => ({
    body: record.body,
    receiptHandle: record.receiptHandle,
    attributes: record.messageAttributes,
    groupId: record.attributes['MessageGroupId'],
  });
  return { queue, receive: async () => queue.receive(100).map(received) };
});

describe('on SQS', () => {
  let engine: MessagingEngine;
  let queues = 0;
  beforeAll(async () => {
    engine = await startMessaging();
  });
  afterAll(() => engine.stop());

  const attribute = ({ DataType = '', StringValue, BinaryValue }: MessageAttributeValue): MessageAttribute => ({
    dataType: DataType,
    ...(StringValue !== undefined && { stringValue: StringValue }),
    ...(BinaryValue !== undefined && { binaryValue: Buffer.from(BinaryValue).toString('base64') }),
  });
  const received = ({ Body = '', ReceiptHandle = '', MessageAttributes = {}, Attributes }: Message) => ({
    body: Body,
    receiptHandle: ReceiptHandle,
    attributes: Object.fromEntries(Object.entries(MessageAttributes).map(([name, value]) => [name, attribute(value)])),
    groupId: Attributes?.MessageGroupId,
  });

  const open = async (kind: 'standard' | 'fifo') => {
    queues += 1;
    const queueUrl = await engine.createQueue(`queue-${queues}${kind === 'fifo' ? '.fifo' : ''}`);
    return {
      queue: new SqsMessageQueue({ ...realPorts(), client: engine.sqs, queueUrl }),
      receive: async () => (await engine.receiveAll(queueUrl)).map(received),
    };
  };

  conformsAsMessageQueue('SqsMessageQueue', open);

  it('SqsMessageQueue fails to send to a queue that is gone', async () => {
    const queueUrl = `${await engine.createQueue('gone')}-really`;
    const queue = new SqsMessageQueue({ ...realPorts(), client: engine.sqs, queueUrl });

    await expect(queue.send({ body: 'x', attributes: {} })).rejects.toThrow(/does not exist/);
    expect(await queue.delete(['handle'])).toEqual(['handle']);
  });
});
