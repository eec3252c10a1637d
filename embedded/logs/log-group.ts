import type { LogEvent, LogEventPage, LogEventQuery } from './log-event.ts';

interface Entry {
  readonly event: LogEvent;
  /** Greatest timestamp up to and including this entry: never falls, so a binary search can start from it. */
  readonly latest: number;
}

const DEFAULT_LIMIT = 10_000;
/** Rough cost in memory of an event besides its message. */
const EVENT_OVERHEAD_BYTES = 160;

/** The newest events of one log group; the oldest are dropped when `maxBytes` is exceeded. */
export class LogGroup {
  readonly #maxBytes: number;
  #entries: Entry[] = [];
  /** Index of the oldest entry kept; what is before it has been dropped. */
  #first = 0;
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  append(event: LogEvent): void {
    const latest = Math.max(event.timestamp, this.#entries.at(-1)?.latest ?? 0);
    this.#entries.push({ event, latest });
    this.#bytes += costOf(event);
    this.#dropOldest();
  }

  read({
    startTime = 0,
    endTime = Number.POSITIVE_INFINITY,
    after = '',
    limit = DEFAULT_LIMIT,
  }: LogEventQuery): LogEventPage {
    const events: LogEvent[] = [];
    let index = this.#firstWhere((entry) => entry.latest >= startTime && entry.event.eventId > after);
    for (; index < this.#entries.length && events.length < limit; index++) {
      const { event } = this.#entries[index] as Entry;
      if (event.timestamp >= startTime && event.timestamp <= endTime) events.push(event);
    }
    const last = events.at(-1);
    return last !== undefined && index < this.#entries.length ? { events, nextToken: last.eventId } : { events };
  }

  #firstWhere(reached: (entry: Entry) => boolean): number {
    let low = this.#first;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (reached(this.#entries[middle] as Entry)) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #dropOldest(): void {
    while (this.#bytes > this.#maxBytes && this.#first < this.#entries.length - 1) {
      this.#bytes -= costOf((this.#entries[this.#first] as Entry).event);
      this.#first++;
    }
    // Dropping from the front of an array moves all the rest, so it waits until half of it is dead.
    if (this.#first > this.#entries.length / 2) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }
}

function costOf(event: LogEvent): number {
  return event.message.length + EVENT_OVERHEAD_BYTES;
}
