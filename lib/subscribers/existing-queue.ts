import { type IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { type PropsCheck, shown } from '../props/props-check.ts';
import type { SubscriberProps } from './subscriber-props.ts';
import type { ConsumedQueues } from './subscriber-queues.ts';

const SETTINGS_OF_A_NEW_QUEUE = ['encryptionKey', 'visibilityTimeout', 'maxReceiveCount'] as const;

/**
 * Checks a queue that the app has already, and answers it with its dead-letter queue.
 *
 * @returns undefined when the subscriber is to define its queues.
 */
export function existingQueues(check: PropsCheck, props: SubscriberProps): ConsumedQueues | undefined {
  const { queue, topic } = props;
  if (queue === undefined) {
    if (props.deadLetterQueue !== undefined) {
      check.add(
        'DeadLetterQueueAlone',
        `deadLetterQueue must be left out without queue, got ${props.deadLetterQueue.node.path}`,
      );
    }
    return undefined;
  }
  for (const prop of SETTINGS_OF_A_NEW_QUEUE.filter((name) => props[name] !== undefined)) {
    check.add('QueueExists', `${prop} must be left out with queue, got ${shown(props[prop])}; set it on the queue`);
  }
  checkKind(check, 'queue', queue, topic.definition.fifo);
  const deadLetterQueue = deadLetterQueueOf(props);
  if (deadLetterQueue === undefined) {
    check.add(
      'DeadLetterQueueUnknown',
      `deadLetterQueue must be given with a queue that does not say it, got none for ${queue.node?.path}`,
    );
    return undefined;
  }
  checkKind(check, 'deadLetterQueue', deadLetterQueue, topic.definition.fifo);
  return { queue, deadLetterQueue };
}

/** The dead-letter queue that is given, or that the queue names. */
export const deadLetterQueueOf = ({ queue, deadLetterQueue }: SubscriberProps): IQueue | undefined =>
  deadLetterQueue ?? (queue instanceof Queue ? queue.deadLetterQueue?.queue : undefined);

function checkKind(check: PropsCheck, prop: string, queue: IQueue, fifo: boolean): void {
  if (queue.fifo !== fifo) {
    check.add(
      'QueueKindMismatch',
      `${prop} must be ${fifo ? 'FIFO' : 'standard'} as the topic is, got ${queue.node?.path}, which is not`,
    );
  }
}
