import type { FunctionInvoker, InvokeResult } from '../../lambda/index.ts';
import { batchVerdict } from '../batch-response.ts';
import { eventPayload } from '../event-payload.ts';
import type { QueueClient } from './queue-client.ts';
import type { SqsMessage } from './sqs-message.ts';

/** One batch and what it is for. */
export interface Delivery {
  readonly messages: readonly SqsMessage[];
  /** The messages' records as JSON, in the same order. */
  readonly records: readonly string[];
  readonly functionName: string;
  readonly reportsItemFailures: boolean;
}

/** What came of a batch. */
export interface DeliveryOutcome {
  readonly isThrottled: boolean;
  /** In Lambda's words. */
  readonly lastProcessingResult: string;
}

/**
 * Invokes the function with one batch and deletes the messages that succeeded. The others are left alone: they come back
 * when their visibility timeout ends. Never rejects.
 */
export async function deliverMessages(
  delivery: Delivery,
  lambda: FunctionInvoker,
  queue: QueueClient,
): Promise<DeliveryOutcome> {
  const result = await invoke(delivery, lambda);
  if (result.outcome === 'throttled')
    return { isThrottled: true, lastProcessingResult: 'PROBLEM: Function call was throttled' };
  if (result.outcome === 'error')
    return { isThrottled: false, lastProcessingResult: `PROBLEM: Function call failed: ${result.errorType}` };
  const { messages, reportsItemFailures } = delivery;
  const verdict = reportsItemFailures
    ? batchVerdict(result.payload, new Set(messages.map((message) => message.MessageId)))
    : ({ failed: 'none' } as const);
  if (verdict.failed === 'all')
    return { isThrottled: false, lastProcessingResult: `PROBLEM: Batch failed: ${verdict.reason}` };
  const succeeded =
    verdict.failed === 'none' ? messages : messages.filter((message) => !verdict.identifiers.has(message.MessageId));
  await queue.deleteMessages(succeeded.map((message) => message.ReceiptHandle));
  return { isThrottled: false, lastProcessingResult: 'OK' };
}

/** A function that is gone fails like one that throws: the messages stay in their queue. */
async function invoke({ functionName, records }: Delivery, lambda: FunctionInvoker): Promise<InvokeResult> {
  try {
    return await lambda.invoke(functionName, eventPayload(records), { source: 'mapping' });
  } catch (error) {
    return { outcome: 'error', payload: '', errorType: error instanceof Error ? error.message : String(error) };
  }
}
