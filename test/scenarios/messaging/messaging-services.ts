import type { Sns } from '../../../embedded/engine/sns/sns.ts';
import type { TopicAttributes } from '../../../embedded/engine/sns/topic-attributes.ts';
import type { QueueAttributes } from '../../../embedded/engine/sqs/queue-attributes.ts';
import type { Sqs } from '../../../embedded/engine/sqs/sqs.ts';

type QueueAction =
  | 'createQueue'
  | 'deleteQueue'
  | 'getQueueAttributes'
  | 'setQueueAttributes'
  | 'sendMessage'
  | 'sendMessageBatch'
  | 'receiveMessage'
  | 'deleteMessage'
  | 'deleteMessageBatch'
  | 'changeMessageVisibility'
  | 'changeMessageVisibilityBatch'
  | 'purgeQueue'
  | 'listDeadLetterSourceQueues'
  | 'startMessageMoveTask'
  | 'listMessageMoveTasks'
  | 'cancelMessageMoveTask';

type TopicAction =
  | 'createTopic'
  | 'subscribe'
  | 'unsubscribe'
  | 'setSubscriptionAttributes'
  | 'publish'
  | 'publishBatch';

/** SQS's actions by the engine's names, whoever carries them out. Errors have a `code`. */
export type SqsCalls = {
  readonly [Name in QueueAction]: (input: Parameters<Sqs[Name]>[0]) => Promise<ReturnType<Sqs[Name]>>;
};

/** SNS's. */
export type SnsCalls = {
  readonly [Name in TopicAction]: (input: Parameters<Sns[Name]>[0]) => Promise<ReturnType<Sns[Name]>>;
};

/** What a scenario runs on. */
export interface MessagingServices {
  readonly sqs: SqsCalls;
  readonly sns: SnsCalls;
  /** A name that no other scenario has. */
  name(): string;
  /** Lets time pass, and what is due by then happen: on the engine at once. */
  wait(seconds: number): Promise<void>;
}

/** Creates a queue and answers its ARN. */
export async function newQueue(
  { sqs, name }: MessagingServices,
  attributes: Partial<QueueAttributes> = {},
): Promise<string> {
  const queueName = `${name()}${attributes.fifoQueue ? '.fifo' : ''}`;
  return (await sqs.createQueue({ queueName, attributes })).queueArn;
}

/** Creates a topic and answers its ARN. */
export async function newTopic(
  { sns, name }: MessagingServices,
  attributes: Partial<TopicAttributes> = {},
): Promise<string> {
  const topicName = `${name()}${attributes.fifoTopic ? '.fifo' : ''}`;
  return (await sns.createTopic({ name: topicName, attributes })).topicArn;
}

/** Sends bodies one after the other; on a FIFO queue to the group that is the body's first letter. */
export async function sendAll(
  { sqs }: MessagingServices,
  queueArn: string,
  ...bodies: readonly string[]
): Promise<void> {
  for (const body of bodies) {
    const ids = queueArn.endsWith('.fifo') ? { messageGroupId: body[0], messageDeduplicationId: body } : {};
    await sqs.sendMessage({ queueArn, body, ...ids });
  }
}

/** Receives up to ten messages at once. */
export const receive = async ({ sqs }: MessagingServices, queueArn: string, maxNumberOfMessages = 10) =>
  (await sqs.receiveMessage({ queueArn, maxNumberOfMessages })).messages;

/** The bodies that a receive gives. */
export const bodies = async (services: MessagingServices, queueArn: string, maxNumberOfMessages = 10) =>
  (await receive(services, queueArn, maxNumberOfMessages)).map(({ body }) => body);

/** The code that a call is refused with, without prefix and suffix, which protocols differ in; `'ok'` when it is not. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'ok';
  } catch (error) {
    return plainCode((error as { readonly code?: string }).code ?? String(error));
  }
}

/** A code without `AWS.SimpleQueueService.` and `Exception`. */
export const plainCode = (code: string): string => code.replace(/^.*\./, '').replace(/Exception$/, '');
