import type { PendingRecord } from './stream-record.ts';

/** Why records were discarded, in Lambda's words. */
export type DiscardCondition = 'RetryAttemptsExhausted' | 'RecordAgeExceeded';

/** What a notice says of a record. */
export type DiscardedRecord = Pick<PendingRecord, 'sequenceNumber' | 'createdAt'>;

/** Records that will not be delivered again. */
export interface DiscardedBatch {
  readonly records: readonly DiscardedRecord[];
  readonly condition: DiscardCondition;
  readonly invocations: number;
}

/** Where discarded records came from. */
export interface DiscardOrigin {
  readonly functionArn: string;
  readonly streamArn: string;
  readonly shardId: string;
  readonly requestId: string;
  /** Epoch milliseconds of the discarding. */
  readonly discardedAt: number;
}

/**
 * JSON of what Lambda tells the on-failure destination: where the records are, not what is in them.
 * https://docs.aws.amazon.com/lambda/latest/dg/services-dynamodb-errors.html
 */
export function discardNotice({ records, condition, invocations }: DiscardedBatch, origin: DiscardOrigin): string {
  const first = records[0] as DiscardedRecord;
  const last = records.at(-1) as DiscardedRecord;
  return JSON.stringify({
    requestContext: {
      requestId: origin.requestId,
      functionArn: origin.functionArn,
      condition,
      approximateInvokeCount: invocations,
    },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    timestamp: new Date(origin.discardedAt).toISOString(),
    DDBStreamBatchInfo: {
      shardId: origin.shardId,
      startSequenceNumber: first.sequenceNumber,
      endSequenceNumber: last.sequenceNumber,
      approximateArrivalOfFirstRecord: new Date(first.createdAt).toISOString(),
      approximateArrivalOfLastRecord: new Date(last.createdAt).toISOString(),
      batchSize: records.length,
      streamArn: origin.streamArn,
    },
  });
}
