import type { Scenario } from '../scenario.ts';
import {
  bodies,
  type MessagingServices,
  newQueue,
  plainCode,
  receive,
  refusal,
  sendAll,
} from './messaging-services.ts';

const API = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference';
const GUIDE = 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide';

const text = { dataType: 'String', stringValue: 'x' };
const attributes = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, text]));

/** A queue whose only message was received, and the handle of that receive. */
async function inFlight(services: MessagingServices, visibilityTimeout: number, fifoQueue = false) {
  const queueArn = await newQueue(services, { visibilityTimeout, ...(fifoQueue && { fifoQueue }) });
  await sendAll(services, queueArn, 'a');
  const [message] = await receive(services, queueArn);
  return { queueArn, receiptHandle: message?.receiptHandle ?? '' };
}

/** Standard queues: receives, receipts, batches, limits. */
export const queueScenarios: readonly Scenario<MessagingServices>[] = [
  {
    name: 'a received message is hidden, and comes again after its time-out with a higher count and another handle',
    page: `${GUIDE}/sqs-visibility-timeout.html`,
    async run(services) {
      const { queueArn, receiptHandle } = await inFlight(services, 1);
      const hidden = await bodies(services, queueArn);
      await services.wait(1);
      const [again] = await receive(services, queueArn);
      return [hidden, again?.approximateReceiveCount, again?.receiptHandle === receiptHandle];
    },
    sees: [[], 2, false],
  },
  {
    name: 'a time-out of 0 gives a message back at once',
    page: `${API}/API_ChangeMessageVisibility.html`,
    async run(services) {
      const { queueArn, receiptHandle } = await inFlight(services, 30);
      await services.sqs.changeMessageVisibility({ queueArn, receiptHandle, visibilityTimeout: 0 });
      return bodies(services, queueArn);
    },
    sees: ['a'],
  },
  {
    name: 'a time-out is 0 to 43,200 seconds',
    page: `${API}/API_ChangeMessageVisibility.html`,
    async run(services) {
      const { queueArn, receiptHandle } = await inFlight(services, 30);
      const change = (visibilityTimeout: number) =>
        refusal(services.sqs.changeMessageVisibility({ queueArn, receiptHandle, visibilityTimeout }));
      return [await change(43_201), await change(-1)];
    },
    sees: ['InvalidParameterValue', 'InvalidParameterValue'],
  },
  {
    name: 'a message that is not in flight cannot be hidden',
    page: `${API}/API_ChangeMessageVisibility.html`,
    async run(services) {
      const { queueArn, receiptHandle } = await inFlight(services, 1);
      await services.wait(1);
      return refusal(services.sqs.changeMessageVisibility({ queueArn, receiptHandle, visibilityTimeout: 10 }));
    },
    sees: 'MessageNotInflight',
  },
  {
    name: 'the handle of an earlier receive deletes nothing on a standard queue',
    page: `${API}/API_DeleteMessage.html`,
    async run(services) {
      const { queueArn, receiptHandle } = await inFlight(services, 1);
      await services.wait(1);
      await services.sqs.receiveMessage({ queueArn, visibilityTimeout: 0 });
      const answer = await refusal(services.sqs.deleteMessage({ queueArn, receiptHandle }));
      return [answer, await bodies(services, queueArn)];
    },
    sees: ['ok', ['a']],
  },
  {
    name: 'the handle of the last receive deletes after its time-out on a standard queue',
    page: 'https://repost.aws/knowledge-center/sqs-receipt-handle-error',
    async run(services) {
      const { queueArn, receiptHandle } = await inFlight(services, 1);
      await services.wait(1);
      const answer = await refusal(services.sqs.deleteMessage({ queueArn, receiptHandle }));
      return [answer, await bodies(services, queueArn)];
    },
    sees: ['ok', []],
  },
  {
    name: 'what is no receipt handle is refused',
    page: `${API}/API_DeleteMessage.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      return refusal(services.sqs.deleteMessage({ queueArn, receiptHandle: 'nonsense' }));
    },
    sees: 'ReceiptHandleIsInvalid',
  },
  {
    name: 'a bad entry of a batch fails alone',
    page: `${API}/API_SendMessageBatch.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      const { successful, failed } = await services.sqs.sendMessageBatch({
        queueArn,
        entries: [
          { id: '1', body: 'a' },
          { id: '2', body: '\u0001' },
          { id: '3', body: 'c' },
        ],
      });
      const codes = failed.map(({ id, code }) => `${id}: ${plainCode(code)}`);
      return [successful.map(({ id }) => id), codes, await bodies(services, queueArn)];
    },
    sees: [['1', '3'], ['2: InvalidMessageContents'], ['a', 'c']],
  },
  {
    name: 'a batch has 1 to 10 entries with distinct ids of letters, digits, hyphens and underscores',
    page: `${API}/API_SendMessageBatch.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      const send = (ids: readonly string[]) =>
        refusal(services.sqs.sendMessageBatch({ queueArn, entries: ids.map((id) => ({ id, body: 'x' })) }));
      const eleven = Array.from({ length: 11 }, (_, index) => `e${index}`);
      return [await send([]), await send(eleven), await send(['a', 'a']), await send(['a b'])];
    },
    sees: ['EmptyBatchRequest', 'TooManyEntriesInBatchRequest', 'BatchEntryIdsNotDistinct', 'InvalidBatchEntryId'],
  },
  {
    name: 'a batch is at most 1 MiB in all',
    page: `${API}/API_SendMessageBatch.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      const send = (bytes: number) =>
        refusal(
          services.sqs.sendMessageBatch({
            queueArn,
            entries: ['1', '2'].map((id) => ({ id, body: 'x'.repeat(bytes) })),
          }),
        );
      return [await send(524_288), await send(524_289)];
    },
    sees: ['ok', 'BatchRequestTooLong'],
  },
  {
    name: 'body and attributes together are at most as large as the queue says',
    page: `${API}/API_SendMessage.html`,
    async run(services) {
      const queueArn = await newQueue(services, { maximumMessageSize: 1_024 });
      const send = (bytes: number, count = 0) =>
        refusal(services.sqs.sendMessage({ queueArn, body: 'x'.repeat(bytes), messageAttributes: attributes(count) }));
      return [await send(1_024), await send(1_025), await send(1_015, 1), await send(1_016, 1)];
    },
    sees: ['ok', 'InvalidParameterValue', 'ok', 'InvalidParameterValue'],
  },
  {
    name: 'a body is not empty and has XML’s characters only',
    page: `${API}/API_SendMessage.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      const send = (body: string) => refusal(services.sqs.sendMessage({ queueArn, body }));
      return [await send(''), await send('\u0000'), await send('\ufffe'), await send('\t\u{10ffff}')];
    },
    sees: ['MissingParameter', 'InvalidMessageContents', 'InvalidMessageContents', 'ok'],
  },
  {
    name: 'a message has at most 10 attributes',
    page: `${GUIDE}/sqs-message-metadata.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      const send = (count: number) =>
        refusal(services.sqs.sendMessage({ queueArn, body: 'x', messageAttributes: attributes(count) }));
      return [await send(10), await send(11)];
    },
    sees: ['ok', 'InvalidParameterValue'],
  },
  {
    name: 'attributes have a name, a type and a value that is not empty',
    page: `${GUIDE}/sqs-message-metadata.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      const seen: Record<string, string> = {};
      for (const [name, attribute] of [
        ['AWS.name', text],
        ['.name', text],
        ['na..me', text],
        ['type', { dataType: 'Text', stringValue: 'x' }],
        ['empty', { dataType: 'String', stringValue: '' }],
        ['label', { dataType: 'String.custom', stringValue: 'x' }],
      ] as const) {
        seen[name] = await refusal(
          services.sqs.sendMessage({ queueArn, body: 'x', messageAttributes: { [name]: attribute } }),
        );
      }
      return seen;
    },
    sees: {
      'AWS.name': 'InvalidParameterValue',
      '.name': 'InvalidParameterValue',
      'na..me': 'InvalidParameterValue',
      type: 'InvalidParameterValue',
      empty: 'InvalidParameterValue',
      label: 'ok',
    },
  },
  {
    name: 'attributes arrive as they were sent',
    page: `${GUIDE}/sqs-message-metadata.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      const messageAttributes = {
        'tags.custom': { dataType: 'String.Array', stringValue: '["a"]' },
        amount: { dataType: 'Number', stringValue: '12.50' },
        digest: { dataType: 'Binary', binaryValue: 'AAEC/w==' },
      };
      await services.sqs.sendMessage({ queueArn, body: 'é\n', messageAttributes });
      return (await receive(services, queueArn)).map((message) => [message.body, message.messageAttributes]);
    },
    sees: [
      [
        'é\n',
        {
          'tags.custom': { dataType: 'String.Array', stringValue: '["a"]' },
          amount: { dataType: 'Number', stringValue: '12.50' },
          digest: { dataType: 'Binary', binaryValue: 'AAEC/w==' },
        },
      ],
    ],
  },
  {
    name: 'the group of a message on a standard queue arrives: it is the fair queue’s tenant',
    page: `${GUIDE}/sqs-fair-queues.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      await services.sqs.sendMessage({ queueArn, body: 'x', messageGroupId: 'tenant' });
      return (await receive(services, queueArn)).map(({ messageGroupId }) => messageGroupId);
    },
    sees: ['tenant'],
  },
  {
    name: 'a message may have a delay of its own, up to 15 minutes',
    page: `${GUIDE}/sqs-message-timers.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      const late = await refusal(services.sqs.sendMessage({ queueArn, body: 'late', delaySeconds: 901 }));
      await services.sqs.sendMessage({ queueArn, body: 'a', delaySeconds: 1 });
      const { approximateNumberOfMessagesDelayed } = await services.sqs.getQueueAttributes({ queueArn });
      const before = await bodies(services, queueArn);
      await services.wait(1);
      return [late, approximateNumberOfMessagesDelayed, before, await bodies(services, queueArn)];
    },
    sees: ['InvalidParameterValue', 1, [], ['a']],
  },
  {
    name: 'a queue counts what is visible and what is in flight',
    page: `${API}/API_GetQueueAttributes.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      await sendAll(services, queueArn, 'a', 'b', 'c');
      await receive(services, queueArn, 2);
      const counts = await services.sqs.getQueueAttributes({ queueArn });
      return [counts.approximateNumberOfMessages, counts.approximateNumberOfMessagesNotVisible];
    },
    sees: [1, 2],
  },
  {
    name: 'a queue can be created again with the same settings, not with others',
    page: `${API}/API_CreateQueue.html`,
    async run({ sqs, name }) {
      const queueName = name();
      const create = (visibilityTimeout: number) =>
        refusal(sqs.createQueue({ queueName, attributes: { visibilityTimeout } }));
      return [await create(10), await create(10), await create(11)];
    },
    sees: ['ok', 'ok', 'QueueNameExists'],
  },
  {
    name: 'a name cannot be used again within 60 seconds of its queue’s deletion',
    page: `${API}/API_CreateQueue.html`,
    async run({ sqs, name }) {
      const queueName = name();
      const { queueArn } = await sqs.createQueue({ queueName });
      await sqs.deleteQueue({ queueArn });
      return [await refusal(sqs.sendMessage({ queueArn, body: 'a' })), await refusal(sqs.createQueue({ queueName }))];
    },
    sees: ['QueueDoesNotExist', 'QueueDeletedRecently'],
  },
  {
    name: 'settings have ranges',
    page: `${API}/API_SetQueueAttributes.html`,
    async run(services) {
      const queueArn = await newQueue(services);
      const set = (name: string, value: number) =>
        refusal(services.sqs.setQueueAttributes({ queueArn, attributes: { [name]: value } }));
      return [
        await set('visibilityTimeout', 43_201),
        await set('delaySeconds', 901),
        await set('messageRetentionPeriod', 59),
        await set('maximumMessageSize', 1_023),
        await set('receiveMessageWaitTimeSeconds', 21),
      ];
    },
    sees: Array(5).fill('InvalidAttributeValue'),
  },
  {
    name: 'purging deletes everything, and not twice within 60 seconds',
    page: `${API}/API_PurgeQueue.html`,
    async run(services) {
      const { queueArn } = await inFlight(services, 0);
      await services.sqs.purgeQueue({ queueArn });
      return [await bodies(services, queueArn), await refusal(services.sqs.purgeQueue({ queueArn }))];
    },
    sees: [[], 'PurgeQueueInProgress'],
  },
];
