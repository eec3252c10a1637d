import type { ConsumerOptions, TransactionalConsumer, TransactionalHandler } from './consumer-definition.ts';
import { withHandler } from './handler-list.ts';

/**
 * Starts a consumer whose effect is several DynamoDB items: writes, inbox marker and emitted events are one
 * `TransactWriteItems`. Costs two write units for the marker and doubles those of the written items.
 */
export const transactionalConsumer = (options: ConsumerOptions): TransactionalConsumer => withHandlers(options, []);

const withHandlers = (options: ConsumerOptions, handlers: readonly TransactionalHandler[]): TransactionalConsumer => ({
  source: options.source,
  topics: options.topics,
  outbox: options.outbox,
  mode: 'transactional',
  handlers,
  on: (event, handle, conditionFailed) =>
    withHandlers(options, withHandler<TransactionalHandler>(handlers, { event, handle, conditionFailed })),
});
