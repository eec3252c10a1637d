import type { Scenario } from '../scenario.ts';
import { bodies, type MessagingServices, newQueue, receive, refusal, sendAll } from './messaging-services.ts';

const GUIDE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';
const LOGIC = `${GUIDE}/FIFO-queues-understanding-logic.html`;
const ONCE = `${GUIDE}/FIFO-queues-exactly-once-processing.html`;

/** FIFO queues: groups, deduplication, repeated receives. */
export const fifoScenarios: readonly Scenario<MessagingServices>[] = [
  {
    name: 'one receive gives several messages of a group, in order',
    page: LOGIC,
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true });
      await sendAll(services, queueArn, 'a1', 'a2', 'a3');
      return bodies(services, queueArn, 2);
    },
    sees: ['a1', 'a2'],
  },
  {
    name: 'a group with a message in flight gives nothing, and other groups do',
    page: LOGIC,
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true });
      await sendAll(services, queueArn, 'a1', 'a2', 'b1');
      const [a1] = await receive(services, queueArn, 1);
      const others = await bodies(services, queueArn);
      await services.sqs.deleteMessage({ queueArn, receiptHandle: a1?.receiptHandle ?? '' });
      return [a1?.body, others, await bodies(services, queueArn)];
    },
    sees: ['a1', ['b1'], ['a2']],
  },
  {
    name: 'a group goes on from its head when that times out',
    page: LOGIC,
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true, visibilityTimeout: 1 });
      await sendAll(services, queueArn, 'a1', 'a2');
      await receive(services, queueArn, 1);
      await services.wait(1);
      return bodies(services, queueArn, 1);
    },
    sees: ['a1'],
  },
  {
    name: 'an expired handle deletes nothing on a FIFO queue, and says so',
    page: 'https://repost.aws/knowledge-center/sqs-receipt-handle-error',
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true, visibilityTimeout: 1 });
      await sendAll(services, queueArn, 'a');
      const [message] = await receive(services, queueArn);
      await services.wait(1);
      return refusal(services.sqs.deleteMessage({ queueArn, receiptHandle: message?.receiptHandle ?? '' }));
    },
    sees: 'InvalidParameterValue',
  },
  {
    name: 'a copy within five minutes is answered like the first message and not delivered',
    page: ONCE,
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true });
      const send = () =>
        services.sqs.sendMessage({ queueArn, body: 'x', messageGroupId: 'g', messageDeduplicationId: 'd' });
      const [first, copy] = [await send(), await send()];
      const same = [first.messageId === copy.messageId, first.sequenceNumber === copy.sequenceNumber];
      return [same, await bodies(services, queueArn)];
    },
    sees: [[true, true], ['x']],
  },
  {
    name: 'a copy is dropped also when the first message was deleted',
    page: ONCE,
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true });
      await sendAll(services, queueArn, 'a');
      const [message] = await receive(services, queueArn);
      await services.sqs.deleteMessage({ queueArn, receiptHandle: message?.receiptHandle ?? '' });
      await sendAll(services, queueArn, 'a');
      return bodies(services, queueArn);
    },
    sees: [],
  },
  {
    name: 'content-based deduplication goes by the body’s SHA-256, without the attributes',
    page: ONCE,
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true, contentBasedDeduplication: true });
      for (const stringValue of ['x', 'y']) {
        const messageAttributes = { n: { dataType: 'String', stringValue } };
        await services.sqs.sendMessage({ queueArn, body: 'one', messageGroupId: 'g', messageAttributes });
      }
      return (await receive(services, queueArn)).map(({ messageDeduplicationId }) => messageDeduplicationId);
    },
    sees: ['7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed'],
  },
  {
    name: 'deduplication per group keeps messages of two groups apart',
    page: `${GUIDE}/high-throughput-fifo.html`,
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true, deduplicationScope: 'messageGroup' });
      for (const messageGroupId of ['g', 'h']) {
        await services.sqs.sendMessage({ queueArn, body: messageGroupId, messageGroupId, messageDeduplicationId: 'd' });
      }
      return (await receive(services, queueArn)).length + (await receive(services, queueArn)).length;
    },
    sees: 2,
  },
  {
    name: 'a message needs a group and a deduplication id, and has no delay of its own',
    page: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html',
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true });
      const send = (message: object) => refusal(services.sqs.sendMessage({ queueArn, body: 'x', ...message }));
      const ids = { messageGroupId: 'g', messageDeduplicationId: 'd' };
      return [
        await send({ messageDeduplicationId: 'd' }),
        await send({ messageGroupId: 'g' }),
        await send({ ...ids, delaySeconds: 1 }),
        await send({ ...ids, messageGroupId: 'g'.repeat(129) }),
      ];
    },
    sees: ['MissingParameter', 'InvalidParameterValue', 'InvalidParameterValue', 'InvalidParameterValue'],
  },
  {
    name: 'sequence numbers grow',
    page: LOGIC,
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true });
      await sendAll(services, queueArn, 'a', 'b', 'c');
      const seen: string[] = [];
      for (let receives = 0; receives < 3; receives += 1) {
        seen.push(...(await receive(services, queueArn)).map(({ sequenceNumber = '' }) => sequenceNumber));
      }
      return [seen.length, seen.every((number, index) => index === 0 || number > (seen[index - 1] ?? ''))];
    },
    sees: [3, true],
  },
  {
    name: 'a receive that is repeated with the same attempt id gives the same messages and handles',
    page: `${GUIDE}/using-receiverequestattemptid-request-parameter.html`,
    async run(services) {
      const queueArn = await newQueue(services, { fifoQueue: true });
      await sendAll(services, queueArn, 'a');
      const attempt = () => services.sqs.receiveMessage({ queueArn, receiveRequestAttemptId: 'attempt' });
      const [first, again] = [await attempt(), await attempt()];
      return [again.messages.length, first.messages[0]?.receiptHandle === again.messages[0]?.receiptHandle];
    },
    sees: [1, true],
  },
];
