import type { EventAttributes } from '../../contracts/attributes.ts';
import type { EventEnvelope } from '../../contracts/envelope.ts';
import type { EventDefinition } from '../../contracts/event.ts';
import type { ConditionCheckWrite, DeleteWrite, FailedCondition, PutWrite, UpdateWrite } from './ports/index.ts';

/** A received event, its payload validated. */
export interface ReceivedEvent<Payload> {
  readonly id: string;
  readonly source: string;
  readonly type: string;
  /** RFC 3339. */
  readonly time: string;
  /** Ordering key. */
  readonly orderingKey: string;
  readonly sequence: number;
  readonly data: Payload;
  readonly envelope: EventEnvelope;
}

/** What every handler is given beside its event. */
export interface EventContext {
  /** Name of the consumer or producer. */
  readonly consumer: string;
  /** The same over attempts, redrives and replays: pass it to outside systems that accept one. */
  readonly idempotencyKey: string;
  /**
   * Runs of the handler on this message that count, this one included. Starts at 1, and again at 1 after a redrive. Runs
   * whose commit the database refused or did not answer are left out: see `DatabaseError`.
   */
  readonly attempt: number;
  /** Aborts shortly before the invocation's time is used up. Pass it to whatever waits. */
  readonly signal: AbortSignal;
  /** Milliseconds left for this handler. */
  remainingTimeMs(): number;
}

/** How an emitted event travels. */
export interface EmitOptions {
  /**
   * Ordering key: partition of the outbox, message group on FIFO topics.
   *
   * @default - the causing event's; producers must give one
   */
  readonly orderingKey?: string;
  /**
   * Position among the events of the ordering key, for producers that have the key's version.
   *
   * @default - one more than the causing event's, and one more for each event emitted before by this run
   */
  readonly sequence?: number;
  /**
   * Tenant of the event, 1 to 128 ASCII letters, digits and punctuation: message group on standard topics, so that one
   * tenant's backlog does not delay the others.
   *
   * @default - the payload's field that a topic names as its `tenantKey`, when it has one
   */
  readonly tenant?: string;
  /**
   * Attributes that subscribers may filter by, beside ours. At most 6, with a tenant 5; names must not start with `ce-`,
   * `fanout-`, `aws.` or `amazon.`.
   *
   * @default - none
   */
  readonly attributes?: EventAttributes;
}

/** Collects events; nothing leaves before the run's writes are committed, and nothing does if they are not. */
export interface Emitter {
  /**
   * Emits one event to every topic of the definition's `topics` that lists it.
   *
   * The payload is validated before the commit.
   *
   * @throws EmittedEventInvalidError when no topic lists the event or an attribute breaks a limit.
   */
  emit<Input, Payload>(event: EventDefinition<string, Input, Payload>, payload: Input, options?: EmitOptions): void;
}

/**
 * Emits the events that ride in the item of a write, under the attribute `fanoutEvents`, and replace those of its last
 * write. Called once, at once. They cost no write of their own, and need an `ItemOutbox` on the item's table.
 */
export type InlineEvents = (events: Emitter) => void;

/** Collects writes and events; the runtime commits them with the inbox marker in one `TransactWriteItems`. */
export interface Transaction extends Emitter {
  put(write: PutWrite, inline?: InlineEvents): void;
  update(write: UpdateWrite, inline?: InlineEvents): void;
  delete(write: DeleteWrite): void;
  /** Requires a condition on an item that is not written. */
  check(write: ConditionCheckWrite): void;
}

/** Context of a handler whose effect is a transaction. */
export interface TransactionalContext extends EventContext {
  readonly transaction: Transaction;
}

/** Context of the answer to business conditions that did not hold. Its transaction is empty. */
export interface ConditionFailedContext extends TransactionalContext {
  /** In the order of the writes. At least one. */
  readonly failed: readonly FailedCondition[];
}

/** Events emitted here are committed with the lease's completion, conditional on the owner token. */
export interface LeaseContext extends EventContext, Emitter {}

/** Events emitted here ride in the item that the handler returns; see {@link InlineEvents}. */
export interface GuardContext extends EventContext, Emitter {}

/** The one item whose creation is a guarded consumer's effect. */
export interface GuardedItem {
  readonly TableName: string;
  readonly Item: Readonly<Record<string, unknown>>;
  /** Name of the table's partition key. */
  readonly partitionKey: string;
}
