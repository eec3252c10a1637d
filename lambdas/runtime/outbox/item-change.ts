import type { EpochMillis } from '../../../contracts/time.ts';
import { plainItem, type RawItem } from '../attribute-value.ts';
import type { OutboxRowKey } from '../ports/index.ts';
import { quarantineKey } from './quarantine-key.ts';
import { recordedAt, type StreamRecord } from './stream-record.ts';

/** An insertion or modification of a business item. */
export interface ItemChange {
  /** Names the change where it is quarantined: the item's key, and the change's place in the stream. */
  readonly key: OutboxRowKey;
  readonly at: EpochMillis;
  readonly newImage: RawItem;
  /** Unset for an insertion. */
  readonly oldImage?: RawItem;
}

/** What a record asks of the relay. */
export type ItemChangeResult =
  | { readonly kind: 'change'; readonly change: ItemChange }
  /** The stream does not show both images: it is set up wrongly. */
  | { readonly kind: 'unreadable'; readonly code: 'NEW_IMAGE_MISSING' | 'OLD_IMAGE_MISSING' }
  /** A removal. The mapping filters these out. */
  | { readonly kind: 'other' };

/** Reads a record of a business table's stream; `now` is for a record without a time. Never throws. */
export function readItemChange(record: StreamRecord, now: EpochMillis): ItemChangeResult {
  const { eventName, dynamodb = {} } = record;
  if (eventName !== 'INSERT' && eventName !== 'MODIFY') {
    return { kind: 'other' };
  }
  const { Keys: keys = {}, NewImage: newImage, OldImage: oldImage, SequenceNumber: sequenceNumber = '0' } = dynamodb;
  if (newImage === undefined) {
    return { kind: 'unreadable', code: 'NEW_IMAGE_MISSING' };
  }
  if (eventName === 'MODIFY' && oldImage === undefined) {
    // Without it every event of the item would seem new at each of its changes.
    return { kind: 'unreadable', code: 'OLD_IMAGE_MISSING' };
  }
  const key = quarantineKey({ orderingKey: `item ${JSON.stringify(plainItem(keys))}`, sortKey: sequenceNumber });
  return { kind: 'change', change: { key, at: recordedAt(record) ?? now, newImage, oldImage } };
}
