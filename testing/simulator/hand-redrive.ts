import { FAILURE_ATTRIBUTE } from '../../contracts/attributes.ts';
import type { MessageQueue } from '../../lambdas/runtime/ports/index.ts';
import { queueOf } from './process-ports.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { SimulatedQueue } from './simulated-queue.ts';

/** What an operator moves. */
export interface Redrive {
  readonly from: SimulatedQueue;
  readonly to: MessageQueue;
  readonly fifo: boolean;
}

/**
 * Sends dead letters back to their queue as an operator does with the SDK: oldest first, with attributes and group, and
 * deletes each after it was sent. A crash in between leaves a copy in the dead-letter queue.
 */
export async function redriveByHand({ from, to, fifo }: Redrive, process: SimulatedProcess): Promise<void> {
  const source = queueOf(process, 'redrive.source', from);
  const target = queueOf(process, 'redrive.target', to);
  for (let records = from.receive(); records.length > 0 && process.alive; records = from.receive()) {
    for (const { messageId, receiptHandle, body, attributes, messageAttributes } of records) {
      const own = Object.entries(messageAttributes).filter(([name]) => name !== FAILURE_ATTRIBUTE);
      await target.send({
        body,
        attributes: Object.fromEntries(own),
        groupId: attributes['MessageGroupId'],
        deduplicationId: fifo ? messageId : undefined,
      });
      await source.delete([receiptHandle]);
    }
  }
}
