import { compareRingPositions, type RingPosition } from './ring.ts';
import type { StreamRecord } from './stream-record.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html: records live for 24 hours. */
const RETENTION_MS = 86_400_000;

/** A part of the ring; a missing end is the ring's. */
export interface RingRange {
  /** First position inside. */
  readonly from?: RingPosition;
  /** First position behind. */
  readonly to?: RingPosition;
}

interface StoredRecord {
  readonly sequence: number;
  readonly createdAt: number;
  readonly record: StreamRecord;
}

/** Records of the items of one part of the ring, in the order of their writing, for 24 hours. */
export class Shard {
  readonly shardId: string;
  readonly parentShardId: string | undefined;
  readonly range: RingRange;
  readonly startingSequence: number;
  #closedAt: number | undefined;
  #records: StoredRecord[] = [];
  #trimmedThrough = 0;
  #lastSequence = 0;

  constructor(shardId: string, range: RingRange, startingSequence: number, parentShardId?: string) {
    this.shardId = shardId;
    this.range = range;
    this.startingSequence = startingSequence;
    this.parentShardId = parentShardId;
  }

  get isOpen(): boolean {
    return this.#closedAt === undefined;
  }

  /** Undefined while the shard is open. */
  get endingSequence(): number | undefined {
    return this.isOpen ? undefined : Math.max(this.startingSequence, this.#lastSequence);
  }

  /** Sequence of the newest record that is gone for its age; 0 when none is. */
  get trimmedThrough(): number {
    return this.#trimmedThrough;
  }

  covers(position: RingPosition): boolean {
    const { from, to } = this.range;
    return (
      (from === undefined || compareRingPositions(from, position) <= 0) &&
      (to === undefined || compareRingPositions(position, to) < 0)
    );
  }

  add(sequence: number, record: StreamRecord, createdAt: number): void {
    this.#lastSequence = sequence;
    this.#records.push({ sequence, createdAt, record });
  }

  close(now: number): void {
    this.#closedAt = now;
  }

  /** Forgets what is 24 hours old. */
  trim(now: number): void {
    const horizon = now - RETENTION_MS;
    let kept = 0;
    while (kept < this.#records.length && (this.#records[kept] as StoredRecord).createdAt <= horizon) kept++;
    if (kept === 0) return;
    this.#trimmedThrough = (this.#records[kept - 1] as StoredRecord).sequence;
    this.#records = this.#records.slice(kept);
  }

  /** Whether a reader that goes on at `sequence` has read all that there will ever be. */
  isReadTo(sequence: number): boolean {
    return !this.isOpen && sequence > this.#lastSequence;
  }

  /** Whether nobody can read anything of it any more. */
  isGone(now: number): boolean {
    return this.#closedAt !== undefined && this.#records.length === 0 && this.#closedAt <= now - RETENTION_MS;
  }

  /** Up to `limit` records from a sequence on, of at most `bytes` together; the first whatever its size. */
  read(from: number, limit: number, bytes: number): readonly StoredRecord[] {
    const start = this.#indexFrom(from);
    let left = bytes;
    let end = start;
    while (end < this.#records.length && end - start < limit) {
      left -= (this.#records[end] as StoredRecord).record.dynamodb.sizeBytes;
      if (left < 0 && end > start) break;
      end++;
    }
    return this.#records.slice(start, end);
  }

  #indexFrom(sequence: number): number {
    let low = 0;
    let high = this.#records.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#records[middle] as StoredRecord).sequence < sequence) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
