import fc from 'fast-check';
import type { PublishEntry, PublishResult, TopicPublisher } from '../../../lambdas/runtime/ports/index.ts';

/** What happens to one publication: `answer-lost` is taken by the topic and reported as failed. */
type Fate = 'taken' | 'failed' | 'answer-lost';

/** What goes wrong. Once the lists are used up, all is well. */
export interface Troubles {
  /** In the order of the publications. */
  readonly fates: readonly Fate[];
  /** Operations to die before or after. */
  readonly crashes: readonly number[];
  /** One event that fails more often in a row than one invocation tries. */
  readonly stubborn: { readonly index: number; readonly failures: number };
}

/** Troubles for up to 40 events. */
export const anyTroubles = {
  fates: fc.array(fc.constantFrom<Fate>('taken', 'failed', 'failed', 'answer-lost'), { maxLength: 120 }),
  crashes: fc.array(fc.nat(30), { maxLength: 6 }),
  stubborn: fc.record({ index: fc.nat(39), failures: fc.nat(20) }),
};

/** An environment that dies at given operations, and topics that fail as given. */
export class UnreliableServices {
  readonly published: PublishEntry[] = [];
  /** Bodies whose publication was reported as a success. */
  readonly confirmed: string[] = [];
  readonly publisher: TopicPublisher = {
    publishBatch: (_topicArn, batch) => this.operate(() => batch.map((entry) => this.#publish(entry))),
  };
  readonly #fates: Fate[];
  readonly #crashes: Set<number>;
  readonly #stubborn: { readonly body: string | undefined; failures: number };
  #operations = 0;
  #dead = false;

  constructor({ fates, crashes, stubborn }: Troubles, bodies: readonly string[]) {
    this.#fates = [...fates];
    this.#crashes = new Set(crashes);
    this.#stubborn = { body: bodies[stubborn.index % bodies.length], failures: stubborn.failures };
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** Starts a new environment. */
  revive(): void {
    this.#dead = false;
  }

  /** Even crash points die before the operation, odd ones after it. A dead environment does nothing any more. */
  async operate<Result>(run: () => Result | Promise<Result>): Promise<Result> {
    const before = this.#operations;
    this.#operations += 2;
    this.#dieAt(before);
    const result = await run();
    this.#dieAt(before + 1);
    return result;
  }

  /** The same for what is read step by step: the environment may die before or after the first. */
  async *read<Row>(rows: AsyncIterable<Row>): AsyncIterable<Row> {
    await this.operate(() => undefined);
    yield* rows;
  }

  #dieAt(point: number): void {
    if (this.#crashes.delete(point)) {
      this.#dead = true;
    }
    if (this.#dead) {
      throw new Error('the environment died');
    }
  }

  #publish(entry: PublishEntry): PublishResult {
    const fate = this.#isStubborn(entry) ? 'failed' : (this.#fates.shift() ?? 'taken');
    if (fate !== 'failed') {
      this.published.push(entry);
    }
    if (fate !== 'taken') {
      return { outcome: 'failed', code: 'Throttled', message: '' };
    }
    this.confirmed.push(entry.body);
    return { outcome: 'published' };
  }

  #isStubborn({ body }: PublishEntry): boolean {
    if (body !== this.#stubborn.body || this.#stubborn.failures === 0) {
      return false;
    }
    this.#stubborn.failures -= 1;
    return true;
  }
}
