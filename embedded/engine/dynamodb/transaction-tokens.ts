import { ServiceError } from '../service-error.ts';
import type { EngineClock } from '../surroundings.ts';
import { areEqual } from './value-order.ts';

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html: ClientRequestToken. */
const LIFETIME_MS = 600_000;
const MAX_LENGTH = 36;

interface TokenUse {
  readonly request: readonly unknown[];
  /** Undefined while the transaction is ongoing. */
  completedAt: number | undefined;
}

/** The client request tokens of transactions: a repeat within ten minutes of completion does nothing and succeeds. */
export class TransactionTokens {
  readonly #clock: EngineClock;
  readonly #uses = new Map<string, TokenUse>();

  constructor(clock: EngineClock) {
    this.#clock = clock;
  }

  /**
   * Whether a transaction with this token and content has been completed.
   *
   * @throws {ServiceError} `IdempotentParameterMismatchException` for other content under a token that is in use,
   * `TransactionInProgressException` while its first use is ongoing.
   */
  isRepeat(token: string, request: readonly unknown[]): boolean {
    if (token.length === 0 || token.length > MAX_LENGTH) {
      throw new ServiceError(
        'ValidationException',
        `ClientRequestToken must have 1 to ${MAX_LENGTH} characters, got ${token.length}`,
      );
    }
    const use = this.#current(token);
    if (use === undefined) return false;
    if (!areEqual(use.request, request)) {
      throw new ServiceError(
        'IdempotentParameterMismatchException',
        'The client request token was used with other parameters within the last ten minutes',
      );
    }
    if (use.completedAt === undefined) {
      throw new ServiceError(
        'TransactionInProgressException',
        'The transaction with the given request token is in progress',
      );
    }
    return true;
  }

  begin(token: string, request: readonly unknown[]): void {
    this.#forgetOldest();
    this.#uses.set(token, { request, completedAt: undefined });
  }

  complete(token: string): void {
    const use = this.#uses.get(token);
    if (use !== undefined) use.completedAt = this.#clock.now();
  }

  /** A transaction that changed nothing leaves its token unused. */
  forget(token: string): void {
    this.#uses.delete(token);
  }

  #current(token: string): TokenUse | undefined {
    const use = this.#uses.get(token);
    if (use === undefined || !this.#isOver(use)) return use;
    this.#uses.delete(token);
    return undefined;
  }

  /** Keeps the memory of a long run bounded. */
  #forgetOldest(): void {
    for (const [token, use] of this.#uses) {
      if (!this.#isOver(use)) return;
      this.#uses.delete(token);
    }
  }

  #isOver({ completedAt }: TokenUse): boolean {
    return completedAt !== undefined && completedAt + LIFETIME_MS <= this.#clock.now();
  }
}
