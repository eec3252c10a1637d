import { ServiceError } from '../service-error.ts';
import { FORBIDDEN_CHARACTER, REQUEST_ID } from '../sqs/allowed-characters.ts';
import { messageBytes } from '../sqs/message-size.ts';
import { checkPublishedAttributes } from './check-published-attributes.ts';
import { snsLimits } from './limits.ts';
import type { PublishedMessage } from './message.ts';
import type { TopicAttributes } from './topic-attributes.ts';

const CONTROL_CHARACTER = /\p{Cc}/u;

/** Size of a message: body and attributes. The subject does not count. */
export const publishedBytes = ({ message, messageAttributes }: PublishedMessage): number =>
  messageBytes({ body: message, messageAttributes });

/**
 * Refuses a message that a topic with these attributes does not take.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 *
 * @throws ServiceError `InvalidParameter`, or `ParameterValueInvalid` for a message attribute.
 */
export function checkPublish(message: PublishedMessage, topic: TopicAttributes): void {
  if (message.message.length === 0) {
    throw new ServiceError('InvalidParameter', 'a message must not be empty');
  }
  if (FORBIDDEN_CHARACTER.test(message.message)) {
    throw new ServiceError('InvalidParameter', 'the message has a character outside of those that SNS allows');
  }
  checkPublishedAttributes(message.messageAttributes ?? {});
  const bytes = publishedBytes(message);
  if (bytes > topic.maximumMessageSize) {
    throw new ServiceError(
      'InvalidParameter',
      `message and attributes must be at most ${topic.maximumMessageSize} bytes together, got ${bytes}`,
    );
  }
  checkSubject(message.subject);
  checkIds(message, topic);
}

function checkSubject(subject: string | undefined): void {
  if (subject === undefined) return;
  if (subject.length === 0 || subject.length > snsLimits.maxSubjectLength || CONTROL_CHARACTER.test(subject)) {
    throw new ServiceError(
      'InvalidParameter',
      `a subject must be 1 to 99 characters without line breaks and control characters, got ${subject.length} characters`,
    );
  }
}

function checkIds({ messageGroupId, messageDeduplicationId }: PublishedMessage, topic: TopicAttributes): void {
  for (const [name, id] of Object.entries({ messageGroupId, messageDeduplicationId })) {
    if (id !== undefined && !REQUEST_ID.test(id)) {
      throw new ServiceError(
        'InvalidParameter',
        `${name} must be 1 to 128 letters, digits and punctuation characters, got '${id}'`,
      );
    }
  }
  if (!topic.fifoTopic) {
    if (messageDeduplicationId !== undefined) {
      throw new ServiceError('InvalidParameter', 'messageDeduplicationId can be used on FIFO topics only');
    }
    return;
  }
  if (messageGroupId === undefined) {
    throw new ServiceError('InvalidParameter', 'a message to a FIFO topic must have a messageGroupId');
  }
  if (messageDeduplicationId === undefined && !topic.contentBasedDeduplication) {
    throw new ServiceError(
      'InvalidParameter',
      'a message to a FIFO topic must have a messageDeduplicationId unless contentBasedDeduplication is on',
    );
  }
}
