import { FAILURE_ATTRIBUTE } from '../../contracts/attributes.ts';
import { queueOf } from './process-ports.ts';
import type { SimulatedConsumer } from './simulated-consumer.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedQueue } from './simulated-queue.ts';
import type { World } from './world.ts';

/** Sends a consumer's dead letters back to its queue, as an operator does with the SDK. */
export const redriveByHand = (consumer: SimulatedConsumer, process: SimulatedProcess): Promise<void> =>
  sendBack(consumer.deadLetterQueue, consumer, process);

/** Sends what SNS could not deliver to the queue that it was for. SQS has no task for it: a subscription is no queue. */
export const redriveUndelivered = (consumer: SimulatedConsumer, process: SimulatedProcess): Promise<void> =>
  sendBack(consumer.undelivered, consumer, process);

/** Has SQS move all dead letters back: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html. */
export function redriveByTask(
  { name, queue, deadLetterQueue }: SimulatedConsumer,
  { messaging, surroundings: { history, scheduler } }: World,
): void {
  history.add(
    scheduler.now(),
    `operator of ${name}`,
    'starts a move task',
    `${deadLetterQueue.messages.length} messages`,
  );
  messaging.sqs.startMessageMoveTask({ sourceArn: deadLetterQueue.arn, destinationArn: queue.arn });
  messaging.moved();
}

/**
 * Oldest first, with attributes and group; each message is deleted after it was sent, so a crash in between leaves a copy.
 * What comes meanwhile is left: a message that no redrive helps comes back at once, and the operator would never be done.
 */
async function sendBack(
  from: SimulatedQueue,
  { queue, spec }: SimulatedConsumer,
  process: SimulatedProcess,
): Promise<void> {
  const source = queueOf(process, 'redrive.source', from);
  const target = queueOf(process, 'redrive.target', queue);
  const meant = new Set(from.messages.map(({ messageId }) => messageId));
  for (let records = from.receive(); records.length > 0 && process.alive; records = from.receive()) {
    for (const { messageId, receiptHandle, body, attributes, messageAttributes } of records.filter((record) =>
      meant.has(record.messageId),
    )) {
      const own = Object.entries(messageAttributes).filter(([name]) => name !== FAILURE_ATTRIBUTE);
      await target.send({
        body,
        attributes: Object.fromEntries(own),
        groupId: attributes['MessageGroupId'],
        // Never the event id, and not the same for two redrives: a copy that SQS swallows would be lost.
        deduplicationId: spec.topic.fifo ? messageId : undefined,
      });
      await source.delete([receiptHandle]);
    }
  }
}
