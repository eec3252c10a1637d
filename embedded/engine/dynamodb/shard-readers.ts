import { ServiceError } from '../service-error.ts';
import type { EngineClock } from '../surroundings.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html: simultaneous readers of a shard. */
const MAX_READERS = 2;
/** How long one call counts as reading. */
const WINDOW_MS = 1000;

/** Who has read which shard lately. */
export class ShardReaders {
  readonly #clock: EngineClock;
  readonly #lastReads = new Map<string, Map<number, number>>();

  constructor(clock: EngineClock) {
    this.#clock = clock;
  }

  /** @throws {ServiceError} `LimitExceededException` when two others have read the shard within the last second. */
  admit(shard: string, reader: number): void {
    const now = this.#clock.now();
    const readers = this.#lastReads.get(shard) ?? new Map<number, number>();
    this.#lastReads.set(shard, readers);
    for (const [other, at] of readers) {
      if (at + WINDOW_MS <= now) readers.delete(other);
    }
    if (!readers.has(reader) && readers.size >= MAX_READERS) {
      throw new ServiceError('LimitExceededException', 'More than two processes read the same shard at the same time');
    }
    readers.set(reader, now);
  }
}
