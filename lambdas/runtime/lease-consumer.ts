import type { ConsumerOptions, EventHandler, LeaseConsumer } from './consumer-definition.ts';
import type { LeaseContext } from './event-context.ts';
import { withHandler } from './handler-list.ts';

/**
 * Starts a consumer whose effect is outside the database. At most one valid lease per event exists at a time and no
 * stale holder can complete or emit; the outside call itself may be repeated after a crash, so pass
 * `context.idempotencyKey` on.
 */
export const leaseConsumer = (options: ConsumerOptions): LeaseConsumer => withHandlers(options, []);

const withHandlers = (
  options: ConsumerOptions,
  handlers: readonly EventHandler<LeaseContext, void>[],
): LeaseConsumer => ({
  source: options.source,
  topics: options.topics,
  outbox: options.outbox,
  mode: 'lease',
  handlers,
  on: (event, handle) =>
    withHandlers(options, withHandler<EventHandler<LeaseContext, void>>(handlers, { event, handle })),
});
