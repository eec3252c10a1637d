import type { EngineClock } from '../surroundings.ts';
import type { Item } from './item.ts';
import { itemBytes } from './item-size.ts';
import { Partition, type Row } from './partition.ts';
import { hashOf } from './ring.ts';
import type { UserIdentity } from './stream-record.ts';
import type { KeySchema, TableKey } from './table-key.ts';
import type { TableStream } from './table-stream.ts';
import { TimeToLive } from './time-to-live.ts';

const TTL_SERVICE: UserIdentity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

/** A table: its rows, its stream, its time to live, and which of its items an ongoing transaction holds. */
export class Table {
  readonly name: string;
  readonly schema: KeySchema;
  stream: TableStream | undefined;
  timeToLive: TimeToLive | undefined;
  /** Ids of the keys that ongoing transactions hold. */
  readonly held = new Set<string>();
  readonly #clock: EngineClock;
  readonly #partitions = new Map<string, Partition>();
  /** Ids of the partitions in the order of a scan; undefined after one came or went. */
  #scanOrder: readonly string[] | undefined;

  constructor(name: string, schema: KeySchema, clock: EngineClock) {
    this.name = name;
    this.schema = schema;
    this.#clock = clock;
  }

  get(key: TableKey): Row | undefined {
    return this.#partitions.get(key.partitionId)?.get(key.sortValue);
  }

  partition(partitionId: string): Partition | undefined {
    return this.#partitions.get(partitionId);
  }

  items(): readonly Item[] {
    return [...this.#partitions.values()].flatMap(({ rows }) => rows.map(({ item }) => item));
  }

  /** Ids of all partitions by their hashes: the order of a scan, which is none that a caller could use. */
  partitionIds(): readonly string[] {
    this.#scanOrder ??= [...this.#partitions.keys()].sort(
      (one, other) => hashOf(one) - hashOf(other) || (one < other ? -1 : 1),
    );
    return this.#scanOrder;
  }

  /** Stores an item, or removes it when `item` is undefined, and writes to the stream what has changed. */
  write(key: TableKey, item: Item | undefined, userIdentity?: UserIdentity): void {
    const old = this.get(key)?.item;
    if (item === undefined) this.#remove(key);
    else this.#store(key, item);
    this.stream?.add(key, { keys: key.attributes, old, new: item, userIdentity });
  }

  /** Starts to delete items by an attribute, those that are stored included. */
  enableTimeToLive(attributeName: string, delayMs: () => number): void {
    this.timeToLive = new TimeToLive(attributeName, delayMs);
    const now = this.#clock.now();
    for (const partition of this.#partitions.values()) {
      for (const row of partition.rows) this.timeToLive.watch(row, now);
    }
  }

  /** Deletes what time to live says is due. Waits while a transaction holds items. */
  settle(): void {
    if (this.timeToLive === undefined || this.held.size > 0) return;
    const now = this.#clock.now();
    for (
      let due = this.timeToLive.takeDue(now, this.#isStored);
      due !== undefined;
      due = this.timeToLive.takeDue(now, this.#isStored)
    ) {
      this.write(due.key, undefined, TTL_SERVICE);
    }
  }

  /** When an item is deleted by time to live next. */
  nextChangeAt(): number | undefined {
    return this.timeToLive?.nextDueAt(this.#isStored);
  }

  readonly #isStored = (row: Row): boolean => this.get(row.key) === row;

  #store(key: TableKey, item: Item): void {
    let partition = this.#partitions.get(key.partitionId);
    if (partition === undefined) {
      partition = new Partition();
      this.#partitions.set(key.partitionId, partition);
      this.#scanOrder = undefined;
    }
    const row: Row = { key, item, bytes: itemBytes(item) };
    partition.set(row);
    this.timeToLive?.watch(row, this.#clock.now());
  }

  #remove(key: TableKey): void {
    const partition = this.#partitions.get(key.partitionId);
    partition?.delete(key.sortValue);
    if (partition?.rows.length === 0) {
      this.#partitions.delete(key.partitionId);
      this.#scanOrder = undefined;
    }
  }
}
