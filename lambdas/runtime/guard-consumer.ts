import type { ConsumerOptions, EventHandler, GuardConsumer } from './consumer-definition.ts';
import type { GuardContext, GuardedItem } from './event-context.ts';
import { withHandler } from './handler-list.ts';

/**
 * Starts a consumer whose effect is one DynamoDB item that each event creates: the guard is folded into the write,
 * one request and one write unit up to 1 KB. Events that it emits ride in
 * the item.
 */
export const guardConsumer = (options: ConsumerOptions): GuardConsumer => withHandlers(options, []);

const withHandlers = (
  options: ConsumerOptions,
  handlers: readonly EventHandler<GuardContext, GuardedItem>[],
): GuardConsumer => ({
  source: options.source,
  topics: options.topics,
  outbox: options.outbox,
  mode: 'guard',
  handlers,
  on: (event, handle) =>
    withHandlers(options, withHandler<EventHandler<GuardContext, GuardedItem>>(handlers, { event, handle })),
});
