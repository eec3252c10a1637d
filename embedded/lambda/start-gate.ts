import { availableParallelism } from 'node:os';

/**
 * Lets only as many environments start at the same time as the machine has cores.
 *
 * A start keeps a core busy. More of them at once slow each other and every running invocation down, which then looks
 * like a stalled queue that asks for yet more environments.
 */
export class StartGate {
  readonly #limit: number;
  readonly #waiting = new Set<() => void>();
  #starting = 0;

  constructor(limit = availableParallelism()) {
    this.#limit = limit;
  }

  /** Takes a place, if there is one. */
  tryEnter(): boolean {
    if (this.#starting >= this.#limit) return false;
    this.#starting++;
    return true;
  }

  /** Gives a place back and calls those who wait, longest first, until one of them has taken it. */
  leave(): void {
    this.#starting--;
    for (const next of this.#waiting) {
      if (this.#starting >= this.#limit) return;
      this.#waiting.delete(next);
      next();
    }
  }

  /** Calls `next` once when a place is free. A function that waits already keeps its turn. */
  onceFree(next: () => void): void {
    this.#waiting.add(next);
  }
}
