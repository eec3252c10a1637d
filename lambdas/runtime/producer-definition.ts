import type { TopicDefinition } from '../../contracts/event.ts';
import type { StandardSchema } from '../../contracts/standard-schema.ts';
import type { OutboxForm } from './consumer-definition.ts';
import type { EventContext, Transaction } from './event-context.ts';
import type { FailedCondition } from './ports/index.ts';

/** Context of a producer's handler. */
export interface ProducerContext extends EventContext {
  /** Emitted events need an `orderingKey`. */
  readonly transaction: Transaction;
}

/** Context of the answer to business conditions that did not hold. Its transaction is empty. */
export interface ProducerConditionFailedContext extends ProducerContext {
  /** In the order of the writes. At least one. */
  readonly failed: readonly FailedCondition[];
}

/** A producer that a client calls: the business write, its events and the outcome are one transaction. */
export interface ProducerDefinition<Request, Result> {
  /** CloudEvents `source` of the events, for example `/orders/place-order`. */
  readonly source: string;
  readonly topics: readonly TopicDefinition[];
  /**
   * Form in which emitted events are kept until they are published. With `entry` they may be outbox entries, for which
   * the function needs an outbox table. With `inline` each rides in the item of a write, and none is needed.
   *
   * @default 'entry'
   */
  readonly outbox?: OutboxForm;
  /** Schema of the client's request; a request that does not match is refused and nothing is written. */
  readonly request: StandardSchema<unknown, Request>;
  /** The client's idempotency key: the same key and request gets the first outcome again. 1 to 256 characters. */
  idempotencyKey(request: Request): string;
  /** Collects writes and events and returns the outcome, which is stored as JSON (at most 100 KiB). */
  handle(request: Request, context: ProducerContext): Result | Promise<Result>;
  /**
   * Answers business conditions that did not hold, with an empty transaction that is committed instead.
   *
   * @default - the call fails with ConditionFailedError
   */
  conditionFailed?(request: Request, context: ProducerConditionFailedContext): Result | Promise<Result>;
}

/** What the client is told. Errors that a repeat may cure (throttles, conflicts) are thrown instead. */
export type ProducerResponse<Result> =
  | {
      readonly status: 'accepted';
      /** Whether this is the stored outcome of an earlier, equal request. */
      readonly repeated: boolean;
      readonly result: Result;
    }
  | {
      readonly status: 'refused';
      readonly code: 'REQUEST_INVALID' | 'KEY_REUSED' | 'KEY_INVALID';
      /** Names the field path and the problem, never the values. */
      readonly message: string;
    };
