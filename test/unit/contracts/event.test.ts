import { describe, expect, expectTypeOf, it } from 'vitest';
import { z } from 'zod';
import { defineEvent, defineTopic, type PayloadOf } from '../../../contracts/index.ts';

const schema = z.object({ orderId: z.string(), lines: z.number().default(1) });
const orderPlaced = defineEvent('order.placed', schema);
const orderCancelled = defineEvent('order.cancelled', schema);

describe('defineEvent', () => {
  it.each(['order', 'order.placed', 'order_placed', 'order-placed.v2', 'a'.repeat(128)])('accepts %s', (type) => {
    expect(defineEvent(type, schema)).toEqual({ type, schema });
  });

  it.each(['', 'Order.Placed', 'order..placed', '.order', 'order.', 'order placed', 'order*', 'é', 'a'.repeat(129)])(
    'rejects %j',
    (type) => {
      expect(() => defineEvent(type, schema)).toThrow(
        new RangeError(
          `event type must be lower-case words joined by ".", "_" or "-", at most 128 characters, got ${JSON.stringify(type)}`,
        ),
      );
    },
  );

  it('knows the validated payload and the literal type', () => {
    expectTypeOf<PayloadOf<typeof orderPlaced>>().toEqualTypeOf<{ orderId: string; lines: number }>();
    expectTypeOf(orderPlaced.type).toEqualTypeOf<'order.placed'>();
    expect(orderPlaced.type).toBe('order.placed');
  });
});

describe('defineTopic', () => {
  it('is a standard topic unless it says fifo', () => {
    expect(defineTopic('order-events', { events: [orderPlaced] })).toEqual({
      name: 'order-events',
      fifo: false,
      events: [orderPlaced],
    });
    expect(defineTopic('order-ledger', { events: [orderPlaced], fifo: true })).toMatchObject({ fifo: true });
  });

  it.each(['a', 'order-events', 'orders2', 'a'.repeat(64)])('accepts the name %s', (name) => {
    expect(defineTopic(name, { events: [orderPlaced] }).name).toBe(name);
  });

  it.each(['', 'Orders', '2orders', '-orders', 'order_events', 'orders.fifo', 'a'.repeat(65)])(
    'rejects the name %j',
    (name) => {
      expect(() => defineTopic(name, { events: [] })).toThrow(
        new RangeError(
          `topic name must be 1 to 64 lower-case letters, digits and hyphens, got ${JSON.stringify(name)}`,
        ),
      );
    },
  );

  it('rejects an event that is listed twice', () => {
    expect(() => defineTopic('orders', { events: [orderPlaced, orderCancelled, orderPlaced] })).toThrow(
      new RangeError('topic orders lists the event order.placed twice; list each event once'),
    );
  });
});
