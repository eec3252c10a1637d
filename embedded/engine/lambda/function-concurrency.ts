/**
 * How many invocations of a function run, against what is reserved for it. Shared by all mappings of the function.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export class FunctionConcurrency {
  /** Most invocations at a time; 0 stops the function. May be changed at any time. */
  reserved: number;
  #running = 0;

  constructor(reserved = Number.POSITIVE_INFINITY) {
    this.reserved = reserved;
  }

  get running(): number {
    return this.#running;
  }

  /** Counts an invocation in, or answers false: it is throttled. */
  tryStart(): boolean {
    if (this.#running >= this.reserved) return false;
    this.#running++;
    return true;
  }

  /** Counts out an invocation that {@link tryStart} has let in. */
  finish(): void {
    this.#running--;
  }
}
