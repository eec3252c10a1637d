import { ServiceError } from '../service-error.ts';
import type { StoredMessage } from './message.ts';
import type { Queue } from './queue.ts';
import type { QueueAttributes, RedriveAllowPolicy } from './queue-attributes.ts';

/**
 * Moves a message that was received too often to `target`. Message id, receive count and first receive stay. On standard queues the
 * time of sending stays too, so that retention runs on; on FIFO queues it starts again, and the deduplication id becomes the
 * message id, so that two messages which shared one are both kept.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html
 */
export function moveToDeadLetterQueue(message: StoredMessage, source: Queue, target: Queue, now: number): void {
  const { fifoQueue } = target.attributes;
  source.store.remove(message, now);
  target.advance(now);
  target.admit(
    fifoQueue ? { ...message, messageDeduplicationId: message.messageId } : message,
    {
      messageId: message.messageId,
      sentTimestamp: fifoQueue ? now : message.sentTimestamp,
      receiveCount: message.receiveCount,
      firstReceivedAt: message.firstReceivedAt,
      deadLetterQueueSourceArn: source.arn,
    },
    now,
  );
}

/**
 * Refuses a dead-letter queue that does not exist, is of another kind or does not admit the source.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 *
 * @throws ServiceError `InvalidParameterValue`.
 */
export function checkRedrivePolicy(
  sourceArn: string,
  { redrivePolicy, fifoQueue }: QueueAttributes,
  find: (arn: string) => Queue | undefined,
): void {
  if (redrivePolicy === undefined) return;
  const { deadLetterTargetArn } = redrivePolicy;
  const target = find(deadLetterTargetArn);
  if (target === undefined) {
    throw refusal(deadLetterTargetArn, 'it does not exist');
  }
  if (target.attributes.fifoQueue !== fifoQueue) {
    throw refusal(deadLetterTargetArn, `it must be a ${fifoQueue ? 'FIFO' : 'standard'} queue like its source`);
  }
  const { redrivePermission, sourceQueueArns = [] } = target.attributes.redriveAllowPolicy ?? ALLOW_ALL;
  if (redrivePermission === 'denyAll' || (redrivePermission === 'byQueue' && !sourceQueueArns.includes(sourceArn))) {
    throw refusal(deadLetterTargetArn, `its redriveAllowPolicy does not admit ${sourceArn}`);
  }
}

const ALLOW_ALL: RedriveAllowPolicy = { redrivePermission: 'allowAll' };

const refusal = (target: string, reason: string): ServiceError =>
  new ServiceError('InvalidParameterValue', `${target} cannot be the dead-letter queue: ${reason}`);
