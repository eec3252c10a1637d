import type { EpochMillis } from '../../../contracts/time.ts';

/** Counts the entries that a sweep leaves behind. */
export class Unpublished {
  #count = 0;
  #oldest: EpochMillis | undefined;

  add(createdAt: EpochMillis): void {
    this.#count += 1;
    this.#oldest = this.#oldest === undefined || createdAt < this.#oldest ? createdAt : this.#oldest;
  }

  /** Number of entries, and age of the oldest in milliseconds at `now`: 0 when there is none. */
  measure(now: EpochMillis): { readonly unpublished: number; readonly oldestUnpublishedMs: number } {
    return { unpublished: this.#count, oldestUnpublishedMs: this.#oldest === undefined ? 0 : now - this.#oldest };
  }
}
