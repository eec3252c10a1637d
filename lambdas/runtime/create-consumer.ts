import type { ConsumerDefinition } from './consumer-definition.ts';
import type { ConsumerPorts } from './consumer-ports.ts';
import { type ConsumerSettings, resolveConsumerSettings } from './consumer-settings.ts';
import type { Invocation } from './invocation.ts';
import type { SqsBatchResponse, SqsEvent } from './sqs-event.ts';

/** Handles one batch of SQS messages. */
export type Consumer = (event: SqsEvent, invocation: Invocation) => Promise<SqsBatchResponse>;

/** Composes a consumer of SQS batches from its definition. */
export function createConsumer(
  definition: ConsumerDefinition,
  settings: ConsumerSettings,
  ports: ConsumerPorts,
): Consumer {
  const resolved = resolveConsumerSettings(settings);
  return async () => {
    throw new Error(`${resolved.consumer} ${definition.mode} ${typeof ports}`);
  };
}
