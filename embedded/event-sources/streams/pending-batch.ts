import { batchVerdict } from '../batch-response.ts';

/** What identifies a record within its batch. */
export interface SequencedRecord {
  readonly sequenceNumber: string;
}

/** Records that are delivered together, and how often that has failed. */
export interface PendingBatch<Waiting extends SequencedRecord> {
  readonly records: readonly Waiting[];
  readonly failures: number;
}

/** The outcome of an invocation that was not throttled. */
export type BatchOutcome = { readonly outcome: 'success'; readonly payload: string } | { readonly outcome: 'error' };

/** How a function's answers are read. */
export interface BatchRules {
  readonly reportsItemFailures: boolean;
  readonly bisectsOnError: boolean;
}

/**
 * What is left of a batch after an invocation that was not throttled, in order; empty when all succeeded.
 *
 * A partial failure goes on at the lowest sequence number reported, whatever else was reported: order matters more. Any
 * other failure keeps the whole batch, in halves if the mapping bisects; halving is no retry.
 */
export function remainder<Waiting extends SequencedRecord>(
  batch: PendingBatch<Waiting>,
  result: BatchOutcome,
  rules: BatchRules,
): PendingBatch<Waiting>[] {
  const lowest = lowestFailure(batch, result, rules.reportsItemFailures);
  if (lowest === undefined) return [];
  if (lowest > 0) return [{ records: batch.records.slice(lowest), failures: 1 }];
  const { records, failures } = batch;
  if (!rules.bisectsOnError || records.length === 1) return [{ records, failures: failures + 1 }];
  const middle = Math.ceil(records.length / 2);
  return [
    { records: records.slice(0, middle), failures },
    { records: records.slice(middle), failures },
  ];
}

/** Index of the first record to deliver again; undefined when there is none. */
function lowestFailure(
  batch: PendingBatch<SequencedRecord>,
  result: BatchOutcome,
  reportsItemFailures: boolean,
): number | undefined {
  if (result.outcome !== 'success') return 0;
  if (!reportsItemFailures) return undefined;
  const sequenceNumbers = batch.records.map((record) => record.sequenceNumber);
  const verdict = batchVerdict(result.payload, new Set(sequenceNumbers));
  if (verdict.failed === 'none') return undefined;
  if (verdict.failed === 'all') return 0;
  return sequenceNumbers.findIndex((sequenceNumber) => verdict.identifiers.has(sequenceNumber));
}
