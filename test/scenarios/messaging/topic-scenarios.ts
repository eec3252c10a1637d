import type { SubscriptionAttributes } from '../../../embedded/engine/sns/subscription.ts';
import type { TopicAttributes } from '../../../embedded/engine/sns/topic-attributes.ts';
import type { Scenario } from '../scenario.ts';
import { type MessagingServices, newQueue, newTopic, plainCode, receive, refusal } from './messaging-services.ts';

const API = 'https://docs.aws.amazon.com/sns/latest/api';
const GUIDE = 'https://docs.aws.amazon.com/sns/latest/dg';

const text = { dataType: 'String', stringValue: 'x' };
const attributes = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`n${n}`, text]));

interface Tap {
  readonly fifoQueue?: boolean;
  readonly topic?: Partial<TopicAttributes>;
  readonly subscription?: SubscriptionAttributes;
}

/** A topic with a queue that gets its messages, raw unless the subscription says otherwise. */
async function tapped(
  services: MessagingServices,
  { topic = {}, fifoQueue = topic.fifoTopic, subscription }: Tap = {},
) {
  const topicArn = await newTopic(services, topic);
  const endpoint = await newQueue(services, fifoQueue ? { fifoQueue } : {});
  const { subscriptionArn } = await services.sns.subscribe({
    topicArn,
    protocol: 'sqs',
    endpoint,
    attributes: { rawMessageDelivery: true, ...subscription },
  });
  return { topicArn, endpoint, subscriptionArn, received: () => arrived(services, endpoint) };
}

/** What has arrived: deliveries take a moment where they are real. */
async function arrived(services: MessagingServices, queueArn: string) {
  await services.wait(0.5);
  const messages = [];
  for (let batch = await receive(services, queueArn); batch.length > 0; batch = await receive(services, queueArn)) {
    messages.push(...batch);
  }
  return messages;
}

const bodiesOf = (messages: readonly { readonly body: string }[]) => messages.map(({ body }) => body).sort();

/** Topics, subscriptions and deliveries. */
export const topicScenarios: readonly Scenario<MessagingServices>[] = [
  {
    name: 'raw delivery gives body and attributes as they were published',
    page: `${GUIDE}/sns-large-payload-raw-message-delivery.html`,
    async run(services) {
      const { topicArn, received } = await tapped(services);
      const messageAttributes = { kind: text, amount: { dataType: 'Number', stringValue: '1.5' } };
      await services.sns.publish({ topicArn, message: '{"n":1}', subject: 'gone', messageAttributes });
      return (await received()).map((message) => [message.body, message.messageAttributes]);
    },
    sees: [['{"n":1}', { kind: text, amount: { dataType: 'Number', stringValue: '1.5' } }]],
  },
  {
    name: 'the envelope has message, subject and attributes, and the queue’s message has no attributes',
    page: `${GUIDE}/sns-sqs-as-subscriber.html`,
    async run(services) {
      const { topicArn, received } = await tapped(services, { subscription: { rawMessageDelivery: false } });
      const { messageId } = await services.sns.publish({
        topicArn,
        message: '{"n":1}',
        subject: 'A subject',
        messageAttributes: { kind: text },
      });
      const [message] = await received();
      const envelope = JSON.parse(message?.body ?? '{}');
      return {
        type: envelope.Type,
        message: envelope.Message,
        subject: envelope.Subject,
        attributes: envelope.MessageAttributes,
        names: [envelope.MessageId === messageId, envelope.TopicArn === topicArn],
        ofQueue: message?.messageAttributes,
      };
    },
    sees: {
      type: 'Notification',
      message: '{"n":1}',
      subject: 'A subject',
      attributes: { kind: { Type: 'String', Value: 'x' } },
      names: [true, true],
      ofQueue: {},
    },
  },
  {
    name: 'more than 10 attributes are discarded with raw delivery, and fit the envelope',
    page: `${GUIDE}/sns-message-attributes.html`,
    async run(services) {
      const seen: number[] = [];
      for (const rawMessageDelivery of [true, false]) {
        const { topicArn, received } = await tapped(services, { subscription: { rawMessageDelivery } });
        await services.sns.publish({ topicArn, message: 'a', messageAttributes: attributes(11) });
        seen.push((await received()).length);
      }
      return seen;
    },
    sees: [0, 1],
  },
  {
    name: 'a message is at most as large as the topic says, 256 KiB by default',
    page: `${API}/API_Publish.html`,
    async run(services) {
      const topicArn = await newTopic(services);
      const publish = (bytes: number) => refusal(services.sns.publish({ topicArn, message: 'x'.repeat(bytes) }));
      return [await publish(262_144), await publish(262_145)];
    },
    sees: ['ok', 'InvalidParameter'],
  },
  {
    name: 'a topic may take up to 1 MiB',
    page: `${API}/API_CreateTopic.html`,
    async run(services) {
      const topicArn = await newTopic(services, { maximumMessageSize: 1_048_576 });
      const publish = (bytes: number) => refusal(services.sns.publish({ topicArn, message: 'x'.repeat(bytes) }));
      return [await publish(1_048_576), await publish(1_048_577)];
    },
    sees: ['ok', 'InvalidParameter'],
  },
  {
    name: 'a bad entry of a published batch fails alone',
    page: `${API}/API_PublishBatch.html`,
    async run(services) {
      const { topicArn, received } = await tapped(services);
      const { successful, failed } = await services.sns.publishBatch({
        topicArn,
        entries: [
          { id: '1', message: 'a' },
          { id: '2', message: 'b', messageAttributes: { n: { dataType: 'Number', stringValue: 'one' } } },
          { id: '3', message: 'c' },
        ],
      });
      const codes = failed.map(({ id, code }) => `${id}: ${plainCode(code)}`);
      return [successful.map(({ id }) => id), codes, bodiesOf(await received())];
    },
    sees: [['1', '3'], ['2: ParameterValueInvalid'], ['a', 'c']],
  },
  {
    name: 'a published batch has 1 to 10 entries, distinct ids and at most 256 KiB',
    page: `${API}/API_PublishBatch.html`,
    async run(services) {
      const topicArn = await newTopic(services);
      const publish = (ids: readonly string[], bytes = 1) =>
        refusal(
          services.sns.publishBatch({ topicArn, entries: ids.map((id) => ({ id, message: 'x'.repeat(bytes) })) }),
        );
      const eleven = Array.from({ length: 11 }, (_, index) => `e${index}`);
      return [await publish([]), await publish(eleven), await publish(['a', 'a']), await publish(['a', 'b'], 131_073)];
    },
    sees: ['EmptyBatchRequest', 'TooManyEntriesInBatchRequest', 'BatchEntryIdsNotDistinct', 'BatchRequestTooLong'],
  },
  {
    name: 'a FIFO topic keeps order, groups and ids, and drops copies',
    page: `${GUIDE}/fifo-message-dedup.html`,
    async run(services) {
      const { topicArn, received } = await tapped(services, { topic: { fifoTopic: true } });
      for (const message of ['a1', 'a2', 'a1']) {
        await services.sns.publish({ topicArn, message, messageGroupId: 'g', messageDeduplicationId: message });
      }
      return (await received()).map(({ body, messageGroupId, messageDeduplicationId }) => [
        body,
        messageGroupId,
        messageDeduplicationId,
      ]);
    },
    sees: [
      ['a1', 'g', 'a1'],
      ['a2', 'g', 'a2'],
    ],
  },
  {
    name: 'a FIFO topic answers with sequence numbers that grow',
    page: `${API}/API_Publish.html`,
    async run(services) {
      const topicArn = await newTopic(services, { fifoTopic: true });
      const publish = async (message: string) => {
        const ids = { messageGroupId: 'g', messageDeduplicationId: message };
        return (await services.sns.publish({ topicArn, message, ...ids })).sequenceNumber ?? '';
      };
      const [first, second] = [await publish('a'), await publish('b')];
      return [/^\d{20}$/.test(first), second > first];
    },
    sees: [true, true],
  },
  {
    name: 'a FIFO topic delivers to standard queues too, a standard topic not to FIFO queues',
    page: `${GUIDE}/fifo-topic-message-delivery.html`,
    async run(services) {
      const { topicArn, received } = await tapped(services, { topic: { fifoTopic: true }, fifoQueue: false });
      await services.sns.publish({ topicArn, message: 'a', messageGroupId: 'g', messageDeduplicationId: 'd' });
      return [bodiesOf(await received()), await refusal(tapped(services, { fifoQueue: true }))];
    },
    sees: [['a'], 'InvalidParameter'],
  },
  {
    name: 'a message needs a group and a deduplication id on a FIFO topic',
    page: `${API}/API_Publish.html`,
    async run(services) {
      const topicArn = await newTopic(services, { fifoTopic: true });
      const publish = (ids: object) => refusal(services.sns.publish({ topicArn, message: 'a', ...ids }));
      return [await publish({ messageDeduplicationId: 'd' }), await publish({ messageGroupId: 'g' })];
    },
    sees: ['InvalidParameter', 'InvalidParameter'],
  },
  {
    name: 'the group of a message on a standard topic reaches standard queues',
    page: `${API}/API_Publish.html`,
    async run(services) {
      const { topicArn, received } = await tapped(services);
      await services.sns.publish({ topicArn, message: 'a', messageGroupId: 'tenant' });
      return (await received()).map(({ messageGroupId }) => messageGroupId);
    },
    sees: ['tenant'],
  },
  {
    name: 'the same subscription again is the first one, unless its attributes differ',
    page: `${API}/API_Subscribe.html`,
    async run(services) {
      const { topicArn, endpoint, subscriptionArn } = await tapped(services);
      const subscribe = (rawMessageDelivery: boolean) =>
        services.sns.subscribe({ topicArn, protocol: 'sqs', endpoint, attributes: { rawMessageDelivery } });
      return [(await subscribe(true)).subscriptionArn === subscriptionArn, await refusal(subscribe(false))];
    },
    sees: [true, 'InvalidParameter'],
  },
  {
    name: 'what cannot be delivered goes to the subscription’s dead-letter queue',
    page: `${GUIDE}/sns-dead-letter-queues.html`,
    async run(services) {
      const dead = await newQueue(services);
      const redrivePolicy = { deadLetterTargetArn: dead };
      const { topicArn, endpoint } = await tapped(services, { subscription: { redrivePolicy } });
      await services.sqs.deleteQueue({ queueArn: endpoint });
      await services.sns.publish({ topicArn, message: 'a' });
      return bodiesOf(await arrived(services, dead));
    },
    sees: ['a'],
  },
  {
    name: 'a subscription’s dead-letter queue is of the topic’s kind',
    page: `${GUIDE}/sns-dead-letter-queues.html`,
    async run(services) {
      const dead = await newQueue(services);
      const fifoDead = await newQueue(services, { fifoQueue: true });
      const subscribe = (deadLetterTargetArn: string, topic: Partial<TopicAttributes>) =>
        refusal(tapped(services, { topic, subscription: { redrivePolicy: { deadLetterTargetArn } } }));
      return [await subscribe(fifoDead, {}), await subscribe(dead, { fifoTopic: true })];
    },
    sees: ['InvalidParameter', 'InvalidParameter'],
  },
  {
    name: 'a topic that does not exist is not found',
    page: `${API}/API_Publish.html`,
    async run(services) {
      const topicArn = await newTopic(services);
      return refusal(services.sns.publish({ topicArn: `${topicArn}-none`, message: 'a' }));
    },
    sees: 'NotFound',
  },
];
