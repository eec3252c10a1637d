import { SQSClient } from '@aws-sdk/client-sqs';
import { requestTimeouts } from './request-timeouts.ts';
import type { UsageMeter } from './usage-meter.ts';

/**
 * An SQS client that the meter watches. Region, credentials and endpoint are the environment's: without
 * `useQueueUrlAsEndpoint: false` a queue URL of an emulator would override the endpoint, with a host that may not
 * resolve.
 */
export function createSqs(meter: UsageMeter): SQSClient {
  const client = new SQSClient({ requestHandler: requestTimeouts, useQueueUrlAsEndpoint: false });
  meter.watch(client);
  return client;
}
