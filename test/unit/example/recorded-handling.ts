import type { EventDefinition, PayloadOf } from 'fanout/events';
import type {
  BusinessWrite,
  ConsumerDefinition,
  EventContext,
  FailedCondition,
  GuardConsumer,
  GuardedItem,
  LeaseConsumer,
  ReceivedEvent,
  Transaction,
  TransactionalConsumer,
} from 'fanout/runtime';

/** What a handler asked for. */
export interface Handling {
  readonly writes: BusinessWrite[];
  /** Emitted payloads by event type. */
  readonly emitted: Record<string, unknown>;
}

const context: EventContext = {
  consumer: 'tested',
  idempotencyKey: 'tested#key',
  attempt: 1,
  signal: new AbortController().signal,
  remainingTimeMs: () => 3_000,
};

/** An event as a handler receives it, id `event-1` and sequence 7. */
function received<Definition extends EventDefinition>(
  { type }: Definition,
  data: PayloadOf<Definition>,
): ReceivedEvent<PayloadOf<Definition>> {
  const common = { id: 'event-1', source: '/tests', type, time: '2026-01-02T03:04:05.000Z' };
  return {
    ...common,
    orderingKey: 'order-1',
    sequence: 7,
    data,
    envelope: {
      ...common,
      specversion: '1.0',
      datacontenttype: 'application/json',
      partitionkey: 'order-1',
      sequence: '0000000000000007',
      data,
    },
  };
}

/** Runs the handler of a transactional consumer, or its answer to `failed` conditions, and records what it asks for. */
export async function handleInTransaction<Definition extends EventDefinition>(
  consumer: TransactionalConsumer,
  event: Definition,
  data: PayloadOf<Definition>,
  failed?: readonly FailedCondition[],
): Promise<Handling> {
  const handling: Handling = { writes: [], emitted: {} };
  const transaction: Transaction = {
    put: (Put) => handling.writes.push({ Put }),
    update: (Update) => handling.writes.push({ Update }),
    delete: (Delete) => handling.writes.push({ Delete }),
    check: (ConditionCheck) => handling.writes.push({ ConditionCheck }),
    emit: (emitted, payload) => {
      handling.emitted[emitted.type] = payload;
    },
  };
  const handler = handlerOf(consumer, event);
  if (failed === undefined) {
    await handler.handle(received(event, data), { ...context, transaction });
  } else {
    await handler.conditionFailed?.(received(event, data), { ...context, transaction, failed });
  }
  return handling;
}

/** Runs the handler of a lease consumer and answers what it emitted, by event type. */
export async function handleUnderLease<Definition extends EventDefinition>(
  consumer: LeaseConsumer,
  event: Definition,
  data: PayloadOf<Definition>,
): Promise<Handling['emitted']> {
  const emitted: Handling['emitted'] = {};
  await handlerOf(consumer, event).handle(received(event, data), {
    ...context,
    emit: ({ type }, payload) => {
      emitted[type] = payload;
    },
  });
  return emitted;
}

/** Runs the handler of a guarded consumer and answers the item that it wants created. */
export async function createItem<Definition extends EventDefinition>(
  consumer: GuardConsumer,
  event: Definition,
  data: PayloadOf<Definition>,
  attempt = 1,
): Promise<GuardedItem> {
  return handlerOf(consumer, event).handle(received(event, data), { ...context, attempt, emit: () => undefined });
}

function handlerOf<Consumer extends ConsumerDefinition>(
  { handlers }: Consumer,
  event: EventDefinition,
): Consumer['handlers'][number] {
  const handler = handlers.find((candidate) => candidate.event === event);
  if (handler === undefined) {
    throw new Error(`no handler for ${event.type}`);
  }
  return handler;
}
