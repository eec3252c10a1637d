// Not the global one: a test that fakes its timers would stop the simulation for ever.
import { setImmediate } from 'node:timers';
import { type EpochMillis, epochMillis } from '../../contracts/time.ts';

/** Something that will happen. */
interface Happening {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** Thousands happen in a long history. */
const MOST = 300_000;
/** A turn of Node's event loop costs more than all that happens in it. */
const BREATHES_EVERY = 64;

/** Takes a planned happening back; does nothing once it has happened. */
export type Cancel = () => void;

/**
 * Virtual time and what happens in it, one thing after another: nothing waits in real time, and two runs that plan the
 * same things see the same order.
 */
export class Scheduler {
  readonly #heap: Happening[] = [];
  #now: number;
  readonly #held: Promise<void>[] = [];
  #planned = 0;
  #happened = 0;

  /** Starts at 2026-01-01T00:00:00Z unless told otherwise. */
  constructor(startsAt: EpochMillis = epochMillis(1_767_225_600_000)) {
    this.#now = startsAt;
  }

  now(): EpochMillis {
    return epochMillis(this.#now);
  }

  /** How many things have happened. */
  get happened(): number {
    return this.#happened;
  }

  /** Plans `run` for `at`, or for now when that is past. Times are whole milliseconds; what is planned for one happens in the order of planning. */
  at(at: EpochMillis, run: () => void): Cancel {
    const happening: Happening = {
      at: Math.max(Math.ceil(at), this.#now),
      order: this.#planned,
      run,
      cancelled: false,
    };
    this.#planned += 1;
    this.#push(happening);
    return () => {
      happening.cancelled = true;
    };
  }

  after(milliseconds: number, run: () => void): Cancel {
    return this.at(epochMillis(this.#now + Math.max(0, milliseconds)), run);
  }

  /** Has nothing happen before `released` resolves; if it rejects, so does {@link run}. */
  hold(released: Promise<void>): void {
    // Somebody else's rejection may come first.
    released.catch(() => undefined);
    this.#held.push(released);
  }

  /**
   * Lets things happen until `until`, or until nothing is planned. Between two of them, everything that waits for
   * promises only runs on as far as it can.
   *
   * @throws Error when far more happens than in any history that comes to an end.
   */
  async run(until: EpochMillis): Promise<void> {
    await turned();
    for (let next = this.#heap[0]; next !== undefined && next.at <= until; next = this.#heap[0]) {
      this.#pop();
      if (next.cancelled) {
        continue;
      }
      this.#now = next.at;
      this.#happened += 1;
      if (this.#happened > MOST) {
        throw new Error(`more than ${MOST} things happened: the system runs in circles`);
      }
      next.run();
      await (this.#happened % BREATHES_EVERY === 0 ? turned() : promisesSettled());
      for (let held = this.#held.shift(); held !== undefined; held = this.#held.shift()) {
        await held;
      }
    }
    this.#now = Math.max(this.#now, until);
  }

  #push(added: Happening): void {
    const heap = this.#heap;
    let index = heap.push(added) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Happening;
      if (!isBefore(added, above)) {
        break;
      }
      heap[index] = above;
      index = parent;
    }
    heap[index] = added;
  }

  #pop(): void {
    const heap = this.#heap;
    const last = heap.pop() as Happening;
    if (heap.length === 0) {
      return;
    }
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) {
        break;
      }
      if (child + 1 < heap.length && isBefore(heap[child + 1] as Happening, heap[child] as Happening)) {
        child += 1;
      }
      const below = heap[child] as Happening;
      if (!isBefore(below, last)) {
        break;
      }
      heap[index] = below;
      index = child;
    }
    heap[index] = last;
  }
}

const isBefore = (one: Happening, other: Happening): boolean =>
  one.at < other.at || (one.at === other.at && one.order < other.order);

/** Resolves when no promise has anything left to do: Node empties the queue of promises before it takes a tick. */
export const promisesSettled = (): Promise<void> =>
  new Promise((resolve) => process.nextTick(() => process.nextTick(resolve)));

/** The same, and lets everything else of this process have its turn: messages, signals, timers of a test runner. */
export const turned = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
