import type { Item } from './item.ts';

/** How the database behaves where AWS leaves it open. */
export interface DynamoDbOptions {
  /**
   * How long after its expiry an item is deleted, in milliseconds; drawn for each item.
   *
   * @default - up to two days
   */
  readonly timeToLiveDelayMs?: () => number;
  /**
   * Whether a write or read of an item is throttled now: for whoever injects faults.
   *
   * @default - nothing is
   */
  readonly isThrottled?: (access: ItemAccess) => boolean;
}

/** An item that somebody wants to write or read. */
export interface ItemAccess {
  readonly tableName: string;
  readonly key: Item;
  readonly isWrite: boolean;
}
