import { randomUUID } from 'node:crypto';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { buildApp } from 'fauxqs';
import { startLocalStack } from '../../../testing/targets/localstack.ts';
import type { MessagingServices } from './messaging-services.ts';
import { snsThroughSdk } from './sns-through-sdk.ts';
import { sqsThroughSdk } from './sqs-through-sdk.ts';

/** SNS and SQS behind AWS's protocol. Stop it. */
export interface MessagingTarget {
  readonly services: MessagingServices;
  stop(): Promise<void>;
}

/** Where the scenarios run beside the engine: `FANOUT_TEST_MESSAGING=localstack` chooses LocalStack. */
export const chosenMessaging = chosen(process.env['FANOUT_TEST_MESSAGING']);

/** LocalStack looks for what is due once a second. */
const LATENESS_MS = chosenMessaging === 'localstack' ? 1_500 : 100;

/** Starts what was chosen: fauxqs in this process, or LocalStack in a container. */
export async function startMessagingTarget(): Promise<MessagingTarget> {
  const { endpoint, stop } = chosenMessaging === 'localstack' ? await startLocalStack() : await startFauxqs();
  const settings = { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const sqs = new SQSClient({ ...settings, useQueueUrlAsEndpoint: false });
  const sns = new SNSClient(settings);
  return {
    services: {
      sqs: sqsThroughSdk(sqs),
      sns: snsThroughSdk(sns),
      name: () => `scenario-${randomUUID()}`,
      wait: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000 + LATENESS_MS)),
    },
    async stop() {
      sqs.destroy();
      sns.destroy();
      await stop();
    },
  };
}

function chosen(name = 'fauxqs'): 'fauxqs' | 'localstack' {
  if (name === 'fauxqs' || name === 'localstack') return name;
  throw new Error(`FANOUT_TEST_MESSAGING must be fauxqs or localstack, got '${name}'`);
}

async function startFauxqs() {
  const app = buildApp({ logger: false });
  return { endpoint: await app.listen({ host: '127.0.0.1', port: 0 }), stop: () => app.close() };
}
