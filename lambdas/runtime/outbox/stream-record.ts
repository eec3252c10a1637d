import { outboxTable } from '../../../contracts/tables.ts';
import type { OutboxEntry } from '../outbox-entry.ts';
import type { OutboxRowKey } from '../ports/index.ts';
import { entryOfRow } from './outbox-row.ts';

/** Lambda's event of a DynamoDB stream, as far as the relay reads it. */
export interface StreamEvent {
  readonly Records: readonly StreamRecord[];
}

/** One change of the outbox table. */
export interface StreamRecord {
  readonly eventName?: string;
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    readonly Keys?: StreamImage;
    readonly NewImage?: StreamImage;
  };
}

/** Attributes in DynamoDB's own JSON, for example `{ pk: { S: 'order-1' } }`. */
export type StreamImage = Readonly<Record<string, StreamValue>>;

/** One value of a {@link StreamImage}: an object with one property, named for its type. */
export type StreamValue = Readonly<Record<string, unknown>>;

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
  const read = entryOfRow(plainRow(image));
  if (read.ok) {
    return { kind: 'entry', entry: read.entry };
  }
  const orderingKey = plainValue((keys ?? image)[outboxTable.partitionKey]);
  const sortKey = plainValue((keys ?? image)[outboxTable.sortKey]);
  return typeof orderingKey === 'string' && typeof sortKey === 'string'
    ? { kind: 'invalid', key: { orderingKey, sortKey }, problem: read.problem }
    : { kind: 'unreadable', code: 'KEYS_UNKNOWN' };
}

const plainRow = (image: StreamImage): Record<string, unknown> =>
  Object.fromEntries(Object.entries(image).map(([name, value]) => [name, plainValue(value)]));

/** The types that an entry is made of; any other type is undefined and fails the entry's check. */
function plainValue(value: StreamValue | undefined): unknown {
  if (typeof value?.['S'] === 'string') {
    return value['S'];
  }
  if (typeof value?.['N'] === 'string') {
    return Number(value['N']);
  }
  const map = value?.['M'];
  return typeof map === 'object' && map !== null ? plainRow(map as StreamImage) : undefined;
}
