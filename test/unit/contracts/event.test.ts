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

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    [7, '7'],
    [['order.placed'], 'a list'],
    [Symbol('order'), 'Symbol(order)'],
  ])('rejects a type that is no text, %s', (type, quoted) => {
    expect(() => defineEvent(type as never, schema)).toThrow(
      new RangeError(
        `event type must be lower-case words joined by ".", "_" or "-", at most 128 characters, got ${quoted}`,
      ),
    );
  });

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['string', '"string"'],
    [{ orderId: 'string' }, 'an object'],
    [() => true, 'a function'],
    [{ '~standard': { version: 2, vendor: 'x', validate: () => ({ value: 1 }) } }, 'an object'],
    [{ '~standard': { version: 1, vendor: 'x' } }, 'an object'],
    [{ '~standard': null }, 'an object'],
  ])('rejects a schema that no Standard Schema is, %j', (wrong, quoted) => {
    expect(() => defineEvent('order.placed', wrong as never)).toThrow(
      new RangeError(
        `schema of event order.placed must be a Standard Schema (standardschema.dev), got ${quoted}; zod 3.24 and later, valibot 1 and arktype 2 make them`,
      ),
    );
  });

  it('accepts a schema that is a function, as those of arktype are', () => {
    const callable = Object.assign(() => true, { '~standard': schema['~standard'] });

    expect(defineEvent('order.placed', callable).schema).toBe(callable);
  });

  it.each([
    [{ attribute: ['tenant'] }, 'options of event order.placed must be of attributes, got attribute'],
    [null, 'options of event order.placed must be an object, got null'],
    [
      { attributes: 'tenant' },
      'attributes of event order.placed must be a list of names, got "tenant"; leave them out',
    ],
    [{ attributes: [''] }, 'attributes of event order.placed must be a list of names, got a list; leave them out'],
  ])('rejects the options %j', (options, message) => {
    expect(() => defineEvent('order.placed', schema, options as never)).toThrow(message);
  });

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

  it.each([
    [[], 'an empty list'],
    [undefined, 'undefined'],
    [orderPlaced, 'an object'],
  ])('rejects %j for events', (events, quoted) => {
    expect(() => defineTopic('orders', { events: events as never })).toThrow(
      new RangeError(
        `events of topic orders must be a list of at least one event, got ${quoted}; define what it carries with defineEvent`,
      ),
    );
  });

  it.each([
    ['order.placed', '"order.placed"'],
    [undefined, 'undefined'],
    [{ type: 'order.placed' }, 'an object'],
    [schema, 'an object'],
  ])('rejects an event that defineEvent did not make, %s', (event, quoted) => {
    expect(() => defineTopic('orders', { events: [orderPlaced, event as never] })).toThrow(
      new RangeError(`events of topic orders must be made by defineEvent, got ${quoted}`),
    );
  });

  it.each([
    [undefined, 'options of topic orders must be an object, got undefined'],
    [
      { events: [orderPlaced], fiffo: true, name: 'x' },
      'options of topic orders must be of events, fifo, tenantKey, got fiffo, name',
    ],
    [{ events: [orderPlaced], fifo: 'yes' }, 'fifo of topic orders must be true or false, got "yes"'],
    [{ events: [orderPlaced], tenantKey: 7 }, 'tenantKey of topic orders must be a field of the payloads'],
  ])('rejects the options %j', (options, message) => {
    expect(() => defineTopic('orders', options as never)).toThrow(message);
  });
});
