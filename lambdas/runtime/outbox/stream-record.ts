import { outboxTable } from '../../../contracts/tables.ts';
import { type EpochMillis, epochMillis } from '../../../contracts/time.ts';
import { plainItem, plainValue, type RawItem } from '../attribute-value.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { OutboxRowKey } from '../ports/index.ts';
import { entryOfRow } from './outbox-row.ts';

/** Lambda's event of a DynamoDB stream, as far as the relay reads it. */
export interface StreamEvent {
  readonly Records: readonly StreamRecord[];
}

/** One change of a table. */
export interface StreamRecord {
  readonly eventName?: string;
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    /** Epoch seconds. */
    readonly ApproximateCreationDateTime?: number;
    readonly Keys?: RawItem;
    readonly NewImage?: RawItem;
    readonly OldImage?: RawItem;
  };
}

/** When a record says that its change was made; undefined when it does not. */
export function recordedAt({ dynamodb }: StreamRecord): EpochMillis | undefined {
  const seconds = dynamodb?.ApproximateCreationDateTime;
  return seconds === undefined ? undefined : epochMillis(seconds * 1_000);
}

/** Lambda's partial batch response for streams: the stream resumes at the lowest sequence number listed. */
export interface StreamBatchResponse {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}

/** What a record asks of the relay. */
export type StreamRecordResult =
  | { readonly kind: 'entry'; readonly entry: OutboxEntry }
  /** A row that is no entry: it can be named, so it can be quarantined. */
  | { readonly kind: 'invalid'; readonly key: OutboxRowKey; readonly problem: string }
  /** Not a change of an outbox table with its new image: the mapping or the stream is set up wrongly. */
  | { readonly kind: 'unreadable'; readonly code: 'NEW_IMAGE_MISSING' | 'KEYS_UNKNOWN' }
  /** No insertion. The mapping filters these out. */
  | { readonly kind: 'other' };

/** Reads a record of the outbox table's stream. Never throws. */
export function readStreamRecord(record: StreamRecord): StreamRecordResult {
  if (record.eventName !== 'INSERT') {
    return { kind: 'other' };
  }
  const { Keys: keys, NewImage: image } = record.dynamodb ?? {};
  if (image === undefined) {
    // The stream's view type is not NEW_IMAGE or NEW_AND_OLD_IMAGES.
    return { kind: 'unreadable', code: 'NEW_IMAGE_MISSING' };
  }
  const read = entryOfRow(plainItem(image));
  if (read.ok) {
    return { kind: 'entry', entry: read.entry };
  }
  const orderingKey = plainValue((keys ?? image)[outboxTable.partitionKey]);
  const sortKey = plainValue((keys ?? image)[outboxTable.sortKey]);
  return typeof orderingKey === 'string' && typeof sortKey === 'string'
    ? { kind: 'invalid', key: { orderingKey, sortKey }, problem: read.problem }
    : { kind: 'unreadable', code: 'KEYS_UNKNOWN' };
}
