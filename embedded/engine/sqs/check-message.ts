import { ServiceError } from '../service-error.ts';
import { FORBIDDEN_CHARACTER, REQUEST_ID } from './allowed-characters.ts';
import { checkMessageAttributes } from './check-message-attributes.ts';
import { sqsLimits } from './limits.ts';
import type { OutgoingMessage } from './message.ts';
import { messageBytes } from './message-size.ts';
import type { QueueAttributes } from './queue-attributes.ts';

/**
 * Refuses a message that a queue with these attributes does not take.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 *
 * @throws ServiceError with AWS's code.
 */
export function checkMessage(message: OutgoingMessage, queue: QueueAttributes): void {
  if (message.body.length === 0) {
    throw new ServiceError('MissingParameter', 'a message must have a body of at least one character');
  }
  if (FORBIDDEN_CHARACTER.test(message.body)) {
    throw new ServiceError('InvalidMessageContents', 'the body has a character outside of those that SQS allows');
  }
  checkMessageAttributes(message.messageAttributes ?? {});
  const bytes = messageBytes(message);
  if (bytes > queue.maximumMessageSize) {
    throw new ServiceError(
      'InvalidParameterValue',
      `body and attributes must be at most ${queue.maximumMessageSize} bytes together, got ${bytes}`,
    );
  }
  checkDelay(message.delaySeconds, queue.fifoQueue);
  checkIds(message, queue);
}

function checkDelay(delaySeconds: number | undefined, fifoQueue: boolean): void {
  if (delaySeconds === undefined) return;
  if (fifoQueue && delaySeconds !== 0) {
    throw new ServiceError(
      'InvalidParameterValue',
      `a FIFO queue has one delay for all messages, got ${delaySeconds} for one`,
    );
  }
  if (!Number.isInteger(delaySeconds) || delaySeconds < 0 || delaySeconds > sqsLimits.maxDelaySeconds) {
    throw new ServiceError('InvalidParameterValue', `delaySeconds must be 0 to 900, got ${delaySeconds}`);
  }
}

function checkIds({ messageGroupId, messageDeduplicationId }: OutgoingMessage, queue: QueueAttributes): void {
  for (const [name, id] of Object.entries({ messageGroupId, messageDeduplicationId })) {
    if (id !== undefined && !REQUEST_ID.test(id)) {
      throw new ServiceError(
        'InvalidParameterValue',
        `${name} must be 1 to 128 letters, digits and punctuation characters, got '${id}'`,
      );
    }
  }
  if (!queue.fifoQueue) {
    if (messageDeduplicationId !== undefined) {
      throw new ServiceError('InvalidParameterValue', 'messageDeduplicationId can be used on FIFO queues only');
    }
    return;
  }
  if (messageGroupId === undefined) {
    throw new ServiceError('MissingParameter', 'a message to a FIFO queue must have a messageGroupId');
  }
  if (messageDeduplicationId === undefined && !queue.contentBasedDeduplication) {
    throw new ServiceError(
      'InvalidParameterValue',
      'a message to a FIFO queue must have a messageDeduplicationId unless contentBasedDeduplication is on',
    );
  }
}
