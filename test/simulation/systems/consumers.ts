import type { TopicDefinition } from '../../../contracts/event.ts';
import { guardConsumer } from '../../../lambdas/runtime/guard-consumer.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { EFFECTS_TABLE, effectOf } from '../../../testing/simulator/simulated-database.ts';
import type { ConsumerSpec } from '../../../testing/simulator/system.ts';
import { orderChanged, orderNoted } from './orders.ts';

type Options = Partial<ConsumerSpec> & Pick<ConsumerSpec, 'name' | 'topic'>;

/** A consumer whose effect is one item per event, in which, if it has topics, a note of the change rides. */
export const guarding = (options: Options, emitsTo: readonly TopicDefinition[] = []): ConsumerSpec => ({
  events: [orderChanged],
  emits: emitsTo.length,
  ...options,
  define: () =>
    guardConsumer({ source: `/${options.name}`, topics: emitsTo, outbox: 'inline' }).on(
      orderChanged,
      ({ id, orderingKey, sequence, data }, { emit }) => {
        if (emitsTo.length > 0) {
          emit(orderNoted, data, { orderingKey, sequence });
        }
        return {
          TableName: EFFECTS_TABLE,
          partitionKey: 'pk',
          Item: { pk: `${options.name}/${id}`, consumer: options.name, eventId: id, orderingKey, sequence },
        };
      },
    ),
});

/** A consumer that writes an item and, if it has topics, notes the change. */
export const transacting = (options: Options, emitsTo: readonly TopicDefinition[] = []): ConsumerSpec => ({
  events: [orderChanged],
  emits: emitsTo.length,
  ...options,
  define: (process) =>
    transactionalConsumer({ source: `/${options.name}`, topics: emitsTo }).on(
      orderChanged,
      (event, { transaction }) => {
        transaction.put(effectOf(options.name, event, process));
        if (emitsTo.length > 0) {
          transaction.emit(orderNoted, event.data, { orderingKey: event.orderingKey, sequence: event.sequence });
        }
      },
    ),
});

export const TOTALS_TABLE = 'totals';

/** A consumer that counts all changes in one item, which every run of it writes. */
export const counting = (options: Options): ConsumerSpec => ({
  events: [orderChanged],
  ...options,
  define: (process) =>
    transactionalConsumer({ source: `/${options.name}` }).on(orderChanged, (event, { transaction }) => {
      transaction.update({
        TableName: TOTALS_TABLE,
        Key: { pk: 'all' },
        UpdateExpression: 'ADD changes :one',
        ExpressionAttributeValues: { ':one': 1 },
      });
      transaction.put(effectOf(options.name, event, process));
    }),
});

/** A consumer that calls a system outside, which takes its idempotency key, and, if it has topics, notes the change. */
export const calling = (options: Options, emitsTo: readonly TopicDefinition[] = []): ConsumerSpec => ({
  events: [orderChanged],
  emits: emitsTo.length,
  ...options,
  define: (process, { log, surroundings: { scheduler } }) =>
    leaseConsumer({ source: `/${options.name}`, topics: emitsTo }).on(orderChanged, async (event, context) => {
      const { id: eventId, orderingKey, sequence } = event;
      const { idempotencyKey } = context;
      await process.call({
        name: 'gateway.call',
        detail: idempotencyKey,
        carryOut: () => {
          log.called.push({
            at: scheduler.now(),
            consumer: options.name,
            eventId,
            orderingKey,
            sequence,
            idempotencyKey,
          });
        },
      });
      if (emitsTo.length > 0) {
        context.emit(orderNoted, event.data, { orderingKey, sequence });
      }
    }),
});

/** A consumer of the notes that others emit. */
export const noting = (options: Options): ConsumerSpec => ({
  events: [orderNoted],
  ...options,
  define: (process) =>
    transactionalConsumer({ source: `/${options.name}` }).on(orderNoted, (event, { transaction }) => {
      transaction.put(effectOf(options.name, event, process));
    }),
});
