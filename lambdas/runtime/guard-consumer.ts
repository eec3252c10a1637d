import type { ConsumerOptions, EventHandler, GuardConsumer } from './consumer-definition.ts';
import type { EventContext, GuardedItem } from './event-context.ts';
import { withHandler } from './handler-list.ts';

/**
 * Starts a consumer whose effect is one DynamoDB item that each event creates: the guard is folded into the write,
 * one request and one write unit up to 1 KB. Such a consumer emits nothing.
 */
export const guardConsumer = (options: ConsumerOptions): GuardConsumer => withHandlers(options, []);

const withHandlers = (
  options: ConsumerOptions,
  handlers: readonly EventHandler<EventContext, GuardedItem>[],
): GuardConsumer => ({
  source: options.source,
  topics: options.topics,
  mode: 'guard',
  handlers,
  on: (event, handle) =>
    withHandlers(options, withHandler<EventHandler<EventContext, GuardedItem>>(handlers, { event, handle })),
});
