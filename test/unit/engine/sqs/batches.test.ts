import { describe, expect, it } from 'vitest';
import { codeOf, MessagingWorld } from '../messaging-world.ts';

const KIB_512 = 524_288;

describe('a batch, https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html', () => {
  it.each([
    [[], 'EmptyBatchRequest'],
    [Array.from({ length: 10 }, (_, index) => `e${index}`), undefined],
    [Array.from({ length: 11 }, (_, index) => `e${index}`), 'TooManyEntriesInBatchRequest'],
    [['same', 'same'], 'BatchEntryIdsNotDistinct'],
    [['a b'], 'InvalidBatchEntryId'],
    [[''], 'InvalidBatchEntryId'],
    [['i'.repeat(81)], 'InvalidBatchEntryId'],
    [['i'.repeat(80)], undefined],
  ])('with the ids %j: %s', (ids, code) => {
    const world = new MessagingWorld();
    const queueArn = world.queue();

    expect(codeOf(() => world.sqs.sendMessageBatch({ queueArn, entries: ids.map((id) => ({ id, body: 'x' })) }))).toBe(
      code,
    );
  });

  it('answers for each entry: a bad one does not stop its neighbours', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();

    const { successful, failed } = world.sqs.sendMessageBatch({
      queueArn,
      entries: [
        { id: 'a', body: 'first' },
        { id: 'b', body: '\u0000' },
        { id: 'c', body: 'third' },
      ],
    });

    expect(successful.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(failed).toMatchObject([{ id: 'b', code: 'InvalidMessageContents', senderFault: true }]);
    expect(world.bodies(queueArn)).toEqual(['first', 'third']);
  });

  it('is refused as a whole when all of it is larger than one message may be', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    const sendTwo = (bytes: number) => () =>
      world.sqs.sendMessageBatch({
        queueArn,
        entries: [
          { id: 'a', body: 'x'.repeat(KIB_512) },
          { id: 'b', body: 'x'.repeat(bytes) },
        ],
      });

    expect(codeOf(sendTwo(KIB_512 + 1))).toBe('BatchRequestTooLong');
    expect(world.sqs.messagesOf(queueArn)).toEqual([]);
    expect(codeOf(sendTwo(KIB_512))).toBe(undefined);
  });

  it('deletes and changes visibility entry by entry too', () => {
    const world = new MessagingWorld();
    const queueArn = world.queue();
    world.send(queueArn, 'a', 'b');
    const [a, b] = world.receive(queueArn);

    const deleted = world.sqs.deleteMessageBatch({
      queueArn,
      entries: [
        { id: '1', receiptHandle: a?.receiptHandle ?? '' },
        { id: '2', receiptHandle: 'nonsense' },
      ],
    });
    const changed = world.sqs.changeMessageVisibilityBatch({
      queueArn,
      entries: [
        { id: '1', receiptHandle: a?.receiptHandle ?? '', visibilityTimeout: 0 },
        { id: '2', receiptHandle: b?.receiptHandle ?? '', visibilityTimeout: 0 },
      ],
    });

    expect(deleted).toMatchObject({ successful: [{ id: '1' }], failed: [{ id: '2', code: 'ReceiptHandleIsInvalid' }] });
    expect(changed).toMatchObject({ successful: [{ id: '2' }], failed: [{ id: '1', code: 'InvalidParameterValue' }] });
    expect(world.bodies(queueArn)).toEqual(['b']);
  });
});
