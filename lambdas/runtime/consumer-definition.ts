import type { EventDefinition, TopicDefinition } from '../../contracts/event.ts';
import type {
  ConditionFailedContext,
  GuardContext,
  GuardedItem,
  LeaseContext,
  ReceivedEvent,
  TransactionalContext,
} from './event-context.ts';

/** How events are kept until they are published, from their producer's side. */
export type OutboxForm = 'entry' | 'inline';

/** What every consumer says, whatever its mode. */
export interface ConsumerOptions {
  /** CloudEvents `source` of the events that this consumer emits, for example `/orders/inventory`. */
  readonly source: string;
  /**
   * Topics that emitted events go to: each event to every topic that lists it.
   *
   * @default - none; the consumer emits nothing
   */
  readonly topics?: readonly TopicDefinition[];
  /**
   * Form in which emitted events are kept until they are published. With `entry` they may be outbox entries, for which
   * the function needs an outbox table. With `inline` each rides in the item of a write, and none is needed;
   * guarded consumers know no other.
   *
   * @default 'entry'
   */
  readonly outbox?: OutboxForm;
}

/** Handles one event type in one mode. */
export interface EventHandler<Context, Result> {
  readonly event: EventDefinition;
  handle(event: ReceivedEvent<unknown>, context: Context): Result | Promise<Result>;
}

/** Handler of one event type whose effect is a transaction. */
export interface TransactionalHandler extends EventHandler<TransactionalContext, void> {
  /**
   * Answers business conditions that did not hold, with an empty transaction that is committed instead.
   *
   * @default - the message is retried
   */
  conditionFailed?(event: ReceivedEvent<unknown>, context: ConditionFailedContext): void | Promise<void>;
}

interface Definition<Mode extends string, Handler> extends ConsumerOptions {
  readonly mode: Mode;
  readonly handlers: readonly Handler[];
}

/** Effect on several DynamoDB items: writes, inbox marker and outbox entries in one transaction. Built by {@link transactionalConsumer}. */
export interface TransactionalConsumer extends Definition<'transactional', TransactionalHandler> {
  /**
   * Adds a handler; returns a new definition.
   *
   * `conditionFailed` answers business conditions that did not hold: it gets an empty transaction, which is committed
   * instead. Without it the message is retried.
   */
  on<Payload>(
    event: EventDefinition<string, unknown, Payload>,
    handle: (event: ReceivedEvent<Payload>, context: TransactionalContext) => void | Promise<void>,
    conditionFailed?: (event: ReceivedEvent<Payload>, context: ConditionFailedContext) => void | Promise<void>,
  ): TransactionalConsumer;
}

/** Effect outside the database: a fenced lease round the handler. Built by {@link leaseConsumer}. */
export interface LeaseConsumer extends Definition<'lease', EventHandler<LeaseContext, void>> {
  on<Payload>(
    event: EventDefinition<string, unknown, Payload>,
    handle: (event: ReceivedEvent<Payload>, context: LeaseContext) => void | Promise<void>,
  ): LeaseConsumer;
}

/** Effect on one item that each event creates: the guard is folded into the write. Built by {@link guardConsumer}. */
export interface GuardConsumer extends Definition<'guard', EventHandler<GuardContext, GuardedItem>> {
  on<Payload>(
    event: EventDefinition<string, unknown, Payload>,
    handle: (event: ReceivedEvent<Payload>, context: GuardContext) => GuardedItem | Promise<GuardedItem>,
  ): GuardConsumer;
}

/** A consumer of any mode. */
export type ConsumerDefinition = TransactionalConsumer | LeaseConsumer | GuardConsumer;
