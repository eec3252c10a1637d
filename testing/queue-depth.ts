import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { CloudClients } from './cloud-clients.ts';

/** Messages in a queue. Approximate on AWS: it may lag by seconds. */
export interface QueueDepth {
  /** Waiting to be received, delayed ones included. */
  readonly waiting: number;
  /** Received and not yet deleted. */
  readonly inFlight: number;
}

/** Reads how many messages a queue holds. */
export async function readQueueDepth(clients: CloudClients, queueUrl: string): Promise<QueueDepth> {
  const { Attributes = {} } = await clients.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: queueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesDelayed',
        'ApproximateNumberOfMessagesNotVisible',
      ],
    }),
  );
  return {
    waiting:
      Number(Attributes.ApproximateNumberOfMessages ?? 0) + Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
  };
}
