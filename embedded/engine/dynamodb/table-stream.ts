import type { EngineClock } from '../surroundings.ts';
import { compareRingPositions, type RingPosition, ringPosition, ringStart } from './ring.ts';
import { type RingRange, Shard } from './shard.ts';
import { type Change, isChange, streamRecord } from './stream-record.ts';
import type { StreamViewType } from './table-definition.ts';
import type { TableKey } from './table-key.ts';
import { invalid } from './validation-error.ts';

/** Sequence numbers are texts; all of one length, they sort as texts too. */
const SEQUENCE_DIGITS = 20;
const FULL_RING = 2 ** 32;

/** The text of a sequence number. */
export const sequenceText = (sequence: number): string => `1${String(sequence).padStart(SEQUENCE_DIGITS, '0')}`;

/** The number of a sequence number's text; NaN for any other text. */
export const sequenceOf = (text: string): number => (/^1\d{20}$/.test(text) ? Number(text.slice(1)) : Number.NaN);

/**
 * The changes of a table, by shards. All changes of one item are in one shard, or in a shard and its descendants, in
 * order; items of one partition key can be parted by a split.
 */
export class TableStream {
  readonly arn: string;
  readonly viewType: StreamViewType;
  readonly #clock: EngineClock;
  #shards: readonly Shard[];
  #sequence = 0;
  #shardCount = 0;
  #isEnabled = true;

  constructor(arn: string, viewType: StreamViewType, clock: EngineClock) {
    this.arn = arn;
    this.viewType = viewType;
    this.#clock = clock;
    this.#shards = [this.#newShard({})];
  }

  get isEnabled(): boolean {
    return this.#isEnabled;
  }

  /** Sequence that the next record will have. */
  get nextSequence(): number {
    return this.#sequence + 1;
  }

  /** All shards with something to read, parents before children. */
  shards(): readonly Shard[] {
    const now = this.#clock.now();
    for (const shard of this.#shards) shard.trim(now);
    if (this.#shards.some((shard) => shard.isGone(now))) {
      this.#shards = this.#shards.filter((shard) => !shard.isGone(now));
    }
    return this.#shards;
  }

  /** Writes the record of a change, if it is one. */
  add(key: TableKey, change: Change): void {
    if (!this.#isEnabled || !isChange(change)) return;
    const now = this.#clock.now();
    this.#sequence++;
    const sequenceNumber = sequenceText(this.#sequence);
    this.#openShard(key).add(this.#sequence, streamRecord(change, this.viewType, { sequenceNumber, now }), now);
  }

  /** Closes every shard; what was written can still be read for 24 hours. */
  disable(): void {
    this.#isEnabled = false;
    for (const shard of this.#shards.filter(({ isOpen }) => isOpen)) shard.close(this.#clock.now());
  }

  /** Closes a shard and opens its only child in its place, as DynamoDB does from time to time. */
  replaceShard(shardId: string): void {
    const parent = this.#openShardNamed(shardId);
    this.#succeed(parent, [parent.range]);
  }

  /**
   * Closes a shard and opens two children in its place, as DynamoDB does when a partition gets too hot or large.
   *
   * @param at - key of the first item of the second child; the middle of the shard by default.
   */
  splitShard(shardId: string, at?: TableKey): void {
    const parent = this.#openShardNamed(shardId);
    const position = at === undefined ? middleOf(parent.range) : ringPosition(at);
    const { from, to } = parent.range;
    if (!parent.covers(position) || (from !== undefined && compareRingPositions(from, position) === 0)) {
      throw invalid(`a split must be inside shard ${shardId}`);
    }
    this.#succeed(parent, [
      { from, to: position },
      { from: position, to },
    ]);
  }

  #succeed(parent: Shard, ranges: readonly RingRange[]): void {
    parent.close(this.#clock.now());
    this.#shards = [...this.#shards, ...ranges.map((range) => this.#newShard(range, parent.shardId))];
  }

  #newShard(range: RingRange, parentShardId?: string): Shard {
    this.#shardCount++;
    const shardId = `shardId-${String(this.#clock.now()).padStart(20, '0')}-${String(this.#shardCount).padStart(8, '0')}`;
    return new Shard(shardId, range, this.#sequence + 1, parentShardId);
  }

  #openShard(key: TableKey): Shard {
    const open = this.#shards.filter((shard) => shard.isOpen);
    if (open.length === 1) return open[0] as Shard;
    const position = ringPosition(key);
    return open.find((shard) => shard.covers(position)) as Shard;
  }

  #openShardNamed(shardId: string): Shard {
    const shard = this.#shards.find((candidate) => candidate.shardId === shardId && candidate.isOpen);
    if (shard === undefined) throw invalid(`${shardId} is no open shard of ${this.arn}`);
    return shard;
  }
}

function middleOf({ from, to }: RingRange): RingPosition {
  return ringStart(Math.floor(((from?.hash ?? 0) + (to?.hash ?? FULL_RING)) / 2));
}
