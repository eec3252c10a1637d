import type { Item } from './item.ts';
import { itemBytes } from './item-size.ts';
import type { StreamViewType } from './table-definition.ts';
import { areEqual } from './value-order.ts';

/** Who made a change, when it was not a client. */
export interface UserIdentity {
  readonly type: 'Service';
  readonly principalId: 'dynamodb.amazonaws.com';
}

/** One change of a table: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html. */
export interface StreamRecord {
  readonly eventId: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly dynamodb: {
    /** Epoch milliseconds, cut to seconds as AWS does. */
    readonly approximateCreationDateTime: number;
    readonly keys: Item;
    readonly newImage?: Item;
    readonly oldImage?: Item;
    /** Digits; within a shard, later records have greater ones of the same length. */
    readonly sequenceNumber: string;
    readonly sizeBytes: number;
    readonly streamViewType: StreamViewType;
  };
  /** Set for deletions by time to live. */
  readonly userIdentity?: UserIdentity;
}

/** What happened to one item. */
export interface Change {
  readonly keys: Item;
  readonly old: Item | undefined;
  readonly new: Item | undefined;
  readonly userIdentity?: UserIdentity;
}

/**
 * Whether a change is one at all: a write that leaves an item as it was makes no record.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html
 */
export const isChange = (change: Change): boolean => !areEqual(change.old, change.new);

/** The record of a change. */
export function streamRecord(
  change: Change,
  streamViewType: StreamViewType,
  { sequenceNumber, now }: { readonly sequenceNumber: string; readonly now: number },
): StreamRecord {
  const { keys, userIdentity } = change;
  const showsNew = streamViewType === 'NEW_IMAGE' || streamViewType === 'NEW_AND_OLD_IMAGES';
  const showsOld = streamViewType === 'OLD_IMAGE' || streamViewType === 'NEW_AND_OLD_IMAGES';
  const newImage = showsNew ? change.new : undefined;
  const oldImage = showsOld ? change.old : undefined;
  const bytes = [keys, newImage, oldImage].reduce(
    (sum, image) => sum + (image === undefined ? 0 : itemBytes(image)),
    0,
  );
  return {
    eventId: `event-${sequenceNumber}`,
    eventName: change.old === undefined ? 'INSERT' : change.new === undefined ? 'REMOVE' : 'MODIFY',
    dynamodb: {
      approximateCreationDateTime: Math.floor(now / 1000) * 1000,
      keys,
      ...(newImage !== undefined && { newImage }),
      ...(oldImage !== undefined && { oldImage }),
      sequenceNumber,
      sizeBytes: bytes,
      streamViewType,
    },
    ...(userIdentity !== undefined && { userIdentity }),
  };
}
