import { MinHeap } from '../min-heap.ts';
import { attributeOf } from './item.ts';
import type { Row } from './partition.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html: older times are never deleted. */
const TOO_OLD_MS = 5 * 365 * 86_400_000;

/**
 * When the rows of a table are deleted for their age. Items expire at their time, and are deleted some time later: nobody
 * may rely on when.
 */
export class TimeToLive {
  readonly #attributeName: string;
  readonly #delayMs: () => number;
  /** Rows that have been replaced since stay until they come up. */
  readonly #deadlines = new MinHeap<Row>();

  /** `delayMs` draws how long after its expiry an item is deleted. */
  constructor(attributeName: string, delayMs: () => number) {
    this.#attributeName = attributeName;
    this.#delayMs = delayMs;
  }

  /** Takes note of a row that has been written at `now`. */
  watch(row: Row, now: number): void {
    const expiresAtSeconds = attributeOf(row.item, this.#attributeName);
    if (typeof expiresAtSeconds !== 'number' || expiresAtSeconds * 1000 < now - TOO_OLD_MS) return;
    this.#deadlines.push(Math.max(expiresAtSeconds * 1000, now) + this.#delayMs(), row);
  }

  /** When the next row is deleted. `isStored` tells rows that have not been replaced. */
  nextDueAt(isStored: (row: Row) => boolean): number | undefined {
    for (let row = this.#deadlines.peek(); row !== undefined && !isStored(row); row = this.#deadlines.peek()) {
      this.#deadlines.pop();
    }
    return this.#deadlines.peekKey();
  }

  /** Takes the next row that is due at `now`. */
  takeDue(now: number, isStored: (row: Row) => boolean): Row | undefined {
    const dueAt = this.nextDueAt(isStored);
    return dueAt !== undefined && dueAt <= now ? this.#deadlines.pop() : undefined;
  }
}
