import type { EventSource } from '../event-source.ts';

/** A record as `GetRecords` answers it; what is not named here is passed on unread. */
export interface StreamRecord {
  readonly eventName: string;
  readonly dynamodb: {
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime?: number;
    readonly Keys: Readonly<Record<string, unknown>>;
    readonly SequenceNumber: string;
  };
}

/** A record that waits to be delivered. */
export interface PendingRecord {
  readonly sequenceNumber: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Monotonic milliseconds at which it was read. */
  readonly readAt: number;
  /** JSON of the record that the function receives. */
  readonly json: string;
}

/** Turns a stream's record into the one that a function receives: https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html. */
export function pendingRecord(record: StreamRecord, source: EventSource, readAt: number): PendingRecord {
  const { ApproximateCreationDateTime: createdSeconds, SequenceNumber: sequenceNumber } = record.dynamodb;
  return {
    sequenceNumber,
    createdAt: createdSeconds === undefined ? Date.now() : createdSeconds * 1000,
    readAt,
    json: JSON.stringify({ ...record, eventSourceARN: source.arn }),
  };
}
