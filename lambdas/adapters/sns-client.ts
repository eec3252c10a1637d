import { SNSClient } from '@aws-sdk/client-sns';
import { requestTimeouts } from './request-timeouts.ts';
import type { UsageMeter } from './usage-meter.ts';

/** An SNS client that the meter watches. Region, credentials and endpoint are the environment's. */
export function createSns(meter: UsageMeter): SNSClient {
  const client = new SNSClient({ requestHandler: requestTimeouts });
  meter.watch(client);
  return client;
}
