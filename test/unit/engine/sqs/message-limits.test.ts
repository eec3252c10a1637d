import { describe, expect, it } from 'vitest';
import type { MessageAttribute, OutgoingMessage } from '../../../../embedded/engine/sqs/message.ts';
import type { QueueAttributes } from '../../../../embedded/engine/sqs/queue-attributes.ts';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const MIB = 1_048_576;

const send = (message: Partial<OutgoingMessage>, name = 'queue', attributes: Partial<QueueAttributes> = {}) => {
  const world = new MessagingWorld();
  const queueArn = world.queue(name, attributes);
  return codeOf(() => world.sqs.sendMessage({ queueArn, body: 'a', ...message }));
};

const withAttribute = (name: string, attribute: MessageAttribute) => send({ messageAttributes: { [name]: attribute } });
const text = { dataType: 'String', stringValue: 'x' };

describe('a message, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html', () => {
  it.each([
    [MIB, undefined],
    [MIB + 1, 'InvalidParameterValue'],
  ])('of %d bytes: %s', (bytes, code) => {
    expect(send({ body: 'x'.repeat(bytes) })).toBe(code);
  });

  it.each([
    [MIB - 8, undefined],
    [MIB - 7, 'InvalidParameterValue'],
  ])('of %d bytes and an attribute of 8: %s', (bytes, code) => {
    expect(send({ body: 'x'.repeat(bytes), messageAttributes: { n: text } })).toBe(code);
  });

  it.each([
    ['a character of two bytes', 'é'.repeat(512), undefined],
    ['two bytes more than the queue takes', `${'é'.repeat(512)}a`, 'InvalidParameterValue'],
  ])('counts UTF-8: %s', (_name, body, code) => {
    expect(send({ body }, 'queue', { maximumMessageSize: 1_024 })).toBe(code);
  });

  it.each([
    ['', 'MissingParameter'],
    ['\t\n\r ', undefined],
    ['\u0000', 'InvalidMessageContents'],
    ['\u000b', 'InvalidMessageContents'],
    ['\ufffe', 'InvalidMessageContents'],
    ['\ud800', 'InvalidMessageContents'],
    ['\u{10ffff}', undefined],
  ])('with the body %j: %s', (body, code) => {
    expect(send({ body })).toBe(code);
  });

  it.each([
    [900, 'queue', undefined],
    [901, 'queue', 'InvalidParameterValue'],
    [-1, 'queue', 'InvalidParameterValue'],
    [1, 'queue.fifo', 'InvalidParameterValue'],
  ])('delayed by %d seconds in %s: %s', (delaySeconds, name, code) => {
    const ids = name === 'queue' ? {} : { messageGroupId: 'g', messageDeduplicationId: 'd' };

    expect(send({ delaySeconds, ...ids }, name)).toBe(code);
  });

  it.each([
    ['queue', { messageGroupId: 'tenant' }, undefined],
    ['queue', { messageDeduplicationId: 'd' }, 'InvalidParameterValue'],
    ['queue.fifo', { messageDeduplicationId: 'd' }, 'MissingParameter'],
    ['queue.fifo', { messageGroupId: 'g' }, 'InvalidParameterValue'],
    ['queue.fifo', { messageGroupId: 'g'.repeat(128), messageDeduplicationId: 'd'.repeat(128) }, undefined],
    ['queue.fifo', { messageGroupId: 'g'.repeat(129), messageDeduplicationId: 'd' }, 'InvalidParameterValue'],
    ['queue.fifo', { messageGroupId: 'g', messageDeduplicationId: 'd'.repeat(129) }, 'InvalidParameterValue'],
    ['queue.fifo', { messageGroupId: 'with space', messageDeduplicationId: 'd' }, 'InvalidParameterValue'],
  ])('to %s with %o: %s', (name, ids, code) => {
    expect(send(ids, name)).toBe(code);
  });
});

describe('message attributes, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html', () => {
  it.each([
    [10, undefined],
    [11, 'InvalidParameterValue'],
  ])('may be %d in number: %s', (count, code) => {
    const messageAttributes = Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, text]));

    expect(send({ messageAttributes })).toBe(code);
  });

  it.each([
    ['a.b-c_1', undefined],
    ['n'.repeat(256), undefined],
    ['n'.repeat(257), 'InvalidParameterValue'],
    ['', 'InvalidParameterValue'],
    ['.a', 'InvalidParameterValue'],
    ['a.', 'InvalidParameterValue'],
    ['a..b', 'InvalidParameterValue'],
    ['a b', 'InvalidParameterValue'],
    ['AWS.a', 'InvalidParameterValue'],
    ['aWs.a', 'InvalidParameterValue'],
    ['Amazon.a', 'InvalidParameterValue'],
    ['AWSome', undefined],
  ])('named %j: %s', (name, code) => {
    expect(withAttribute(name, text)).toBe(code);
  });

  it.each([
    [{ dataType: 'Number.int', stringValue: '-1.5e3' }, undefined],
    [{ dataType: 'Number', stringValue: 'one' }, 'InvalidParameterValue'],
    [{ dataType: 'Binary.png', binaryValue: 'AA==' }, undefined],
    [{ dataType: 'Binary', stringValue: 'x' }, 'InvalidParameterValue'],
    [{ dataType: 'String', binaryValue: 'AA==' }, 'InvalidParameterValue'],
    [{ dataType: 'String', stringValue: '' }, 'InvalidParameterValue'],
    [{ dataType: 'Text', stringValue: 'x' }, 'InvalidParameterValue'],
    [{ dataType: `String.${'x'.repeat(249)}`, stringValue: 'x' }, undefined],
    [{ dataType: `String.${'x'.repeat(250)}`, stringValue: 'x' }, 'InvalidParameterValue'],
    [{ dataType: 'String', stringValue: '\u0001' }, 'InvalidMessageContents'],
  ])('with the value %o: %s', (attribute, code) => {
    expect(withAttribute('name', attribute)).toBe(code);
  });

  it('arrive with the message, as the trace header does', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    const messageAttributes = { name: text, digest: { dataType: 'Binary', binaryValue: 'AAEC' } };

    world.sqs.sendMessage({ queueArn, body: 'a', messageAttributes, traceHeader: 'Root=1-2-3' });

    expect(world.receive(queueArn)).toMatchObject([{ messageAttributes, traceHeader: 'Root=1-2-3' }]);
  });
});
