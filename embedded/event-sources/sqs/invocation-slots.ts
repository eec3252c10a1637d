/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html: 5 at first, 300 more a minute, 1250 at most. */
const FIRST_CONCURRENCY = 5;
const GROWTH_PER_MS = 300 / 60_000;
const MAX_CONCURRENCY = 1250;

/** Counts a mapping's invocations against its maximum concurrency, or against Lambda's own scaling. */
export class InvocationSlots {
  readonly #now: () => number;
  #taken = 0;
  #backlogSince: number | undefined;

  /** `now` gives monotonic milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  take(): void {
    this.#taken++;
  }

  release(): void {
    this.#taken--;
  }

  /** Tells whether the queue still had messages; Lambda scales a mapping up only as long as it has. */
  observe(hasBacklog: boolean): void {
    if (!hasBacklog) this.#backlogSince = undefined;
    else this.#backlogSince ??= this.#now();
  }

  /** Whether another invocation may start; `maximum` is undefined when the mapping has no maximum of its own. */
  isFree(maximum: number | undefined): boolean {
    return this.#taken < (maximum ?? this.#ownLimit());
  }

  /** When one more invocation may start although none ends; undefined when that does not depend on time. */
  freeAt(maximum: number | undefined): number | undefined {
    if (maximum !== undefined || this.#backlogSince === undefined || this.#taken >= MAX_CONCURRENCY) return undefined;
    return this.#backlogSince + Math.ceil((this.#taken + 1 - FIRST_CONCURRENCY) / GROWTH_PER_MS);
  }

  #ownLimit(): number {
    const backlogMs = this.#backlogSince === undefined ? 0 : this.#now() - this.#backlogSince;
    return Math.min(FIRST_CONCURRENCY + Math.floor(backlogMs * GROWTH_PER_MS), MAX_CONCURRENCY);
  }
}
