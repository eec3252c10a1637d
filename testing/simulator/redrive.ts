import { FAILURE_ATTRIBUTE } from '../../contracts/attributes.ts';
import { queueOf } from './process-ports.ts';
import type { SimulatedConsumer } from './simulated-consumer.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { World } from './world.ts';

/**
 * Sends dead letters back to their queue as an operator does with the SDK: oldest first, with attributes and group, and
 * deletes each after it was sent. A crash in between leaves a copy in the dead-letter queue. What comes there meanwhile
 * is left: a message that no redrive helps comes back at once, and the operator would never be done.
 */
export async function redriveByHand(consumer: SimulatedConsumer, process: SimulatedProcess): Promise<void> {
  const { queue, deadLetterQueue, spec } = consumer;
  const source = queueOf(process, 'redrive.source', deadLetterQueue);
  const target = queueOf(process, 'redrive.target', queue);
  const meant = new Set(deadLetterQueue.messages.map(({ messageId }) => messageId));
  for (
    let records = deadLetterQueue.receive();
    records.length > 0 && process.alive;
    records = deadLetterQueue.receive()
  ) {
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

/** Has SQS move all dead letters back: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html. */
export function redriveByTask({ queue, deadLetterQueue }: SimulatedConsumer, { messaging }: World): void {
  messaging.sqs.startMessageMoveTask({ sourceArn: deadLetterQueue.arn, destinationArn: queue.arn });
  messaging.moved();
}
