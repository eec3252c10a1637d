import { readRecords } from './batch/read-records.ts';
import { runBatch } from './batch/run-batch.ts';
import type { ConsumerDefinition } from './consumer-definition.ts';
import type { ConsumerPorts } from './consumer-ports.ts';
import { type ConsumerSettings, resolveConsumerSettings } from './consumer-settings.ts';
import { startDeadline } from './deadline.ts';
import type { Invocation } from './invocation.ts';
import { bindHandlers } from './modes/bind-handlers.ts';
import { requireSource } from './setting-rules.ts';
import type { SqsBatchResponse, SqsEvent } from './sqs-event.ts';

/**
 * Handles one batch of SQS messages and names those to keep. Rejects only when the event is no SQS event; a message
 * that fails is an answer.
 */
export type Consumer = (event: SqsEvent, invocation: Invocation) => Promise<SqsBatchResponse>;

/**
 * Composes a consumer of SQS batches from its definition. The mapping must have `ReportBatchItemFailures`. Batches of
 * one consumer may run at the same time, here and in other processes.
 *
 * @throws RangeError when a setting is out of range, the source is empty or the definition handles no event.
 */
export function createConsumer(
  definition: ConsumerDefinition,
  settings: ConsumerSettings,
  ports: ConsumerPorts,
): Consumer {
  const resolved = resolveConsumerSettings(settings);
  requireSource(definition.source);
  const { consumer, horizonSeconds, maxMessageBytes } = resolved;
  if (definition.handlers.length === 0) {
    throw new RangeError(`consumer ${consumer} handles no event; add a handler with .on(event, handler)`);
  }
  const { clock, random, inbox, transactions } = ports;
  const handlers = bindHandlers(definition, {
    consumer,
    horizonSeconds,
    emits: definition,
    clock,
    random,
    inbox,
    transactions,
  });

  return async (event, invocation) => {
    const records = readRecords(event);
    const deadline = startDeadline(clock, invocation);
    try {
      const now = clock.now();
      const scope = { settings: resolved, ports, deadline, invocationStartedAt: now };
      return await runBatch(records, { consumer, handlers, horizonSeconds, maxMessageBytes, now }, scope);
    } finally {
      deadline.stop();
    }
  };
}
