import { describe, expect, it } from 'vitest';
import { createConsumer } from '../../../lambdas/runtime/create-consumer.ts';
import { guardConsumer } from '../../../lambdas/runtime/guard-consumer.ts';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { ConsumerBench } from './consumer-bench.ts';
import { orderPlaced, stockReserved } from './sample-events.ts';

const item = () => ({ TableName: 'facts', partitionKey: 'pk', Item: { pk: '1' } });

describe('the consumer builders', () => {
  it('leave the definition they extend as it was', () => {
    const one = leaseConsumer({ source: '/a' }).on(orderPlaced, () => undefined);

    const two = one.on(stockReserved, () => undefined);

    expect(one.handlers.map(({ event }) => event.type)).toEqual(['order.placed']);
    expect(two.handlers.map(({ event }) => event.type)).toEqual(['order.placed', 'stock.reserved']);
  });

  it.each([
    [
      'transactional',
      () =>
        transactionalConsumer({ source: '/a' })
          .on(orderPlaced, () => undefined)
          .on(orderPlaced, () => undefined),
    ],
    [
      'lease',
      () =>
        leaseConsumer({ source: '/a' })
          .on(orderPlaced, () => undefined)
          .on(orderPlaced, () => undefined),
    ],
    ['guard', () => guardConsumer({ source: '/a' }).on(orderPlaced, item).on(orderPlaced, item)],
  ])('reject a second handler for an event type (%s)', (_mode, build) => {
    expect(build).toThrow(new RangeError('event order.placed has a handler already; give each event type one handler'));
  });
});

describe('createConsumer', () => {
  const definition = leaseConsumer({ source: '/a' }).on(orderPlaced, () => undefined);

  it.each([
    ['maxAttempts', 0, 'maxAttempts must be an integer of 1 or more, got 0'],
    ['maxAttempts', 1.5, 'maxAttempts must be an integer of 1 or more, got 1.5'],
    ['concurrency', Number.NaN, 'concurrency must be an integer of 1 or more, got NaN'],
    ['horizonSeconds', -1, 'horizonSeconds must be an integer of 1 or more, got -1'],
    ['consumer', 'a#b', 'consumer must be a non-empty name without "#", got "a#b"'],
    ['consumer', '', 'consumer must be a non-empty name without "#", got ""'],
  ])('rejects %s of %s', (name, value, message) => {
    const bench = new ConsumerBench({ settings: { [name]: value } });

    expect(() => createConsumer(definition, bench.settings, bench.ports)).toThrow(new RangeError(message));
  });

  it('rejects a definition without handlers', () => {
    const bench = new ConsumerBench();

    expect(() => createConsumer(leaseConsumer({ source: '/a' }), bench.settings, bench.ports)).toThrow(
      /consumer inventory handles no event; add a handler/,
    );
  });

  it('rejects a source that is no URI reference', () => {
    const bench = new ConsumerBench();
    const nowhere = leaseConsumer({ source: '' }).on(orderPlaced, () => undefined);

    expect(() => createConsumer(nowhere, bench.settings, bench.ports)).toThrow(
      /source must be a URI reference .* got ""/,
    );
  });
});
