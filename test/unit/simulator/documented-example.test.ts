import { defineEvent } from 'fanout/events';
import { leaseConsumer, transactionalConsumer } from 'fanout/runtime';
import { simulateConsumer } from 'fanout/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';

const orderPlaced = defineEvent('order.placed', z.object({ orderId: z.string() }));
const events = [1, 2, 3].map((number) => ({ event: orderPlaced, payload: { orderId: `order-${number}` } }));

it('charges a card twice when nobody hands the idempotency key on', async () => {
  const simulation = simulateConsumer({
    setUp() {
      const charges: string[] = [];
      return {
        events,
        consumer: leaseConsumer({ source: '/shop/payment' }).on(orderPlaced, ({ data }) => {
          // The gateway cannot know a repeated call.
          charges.push(data.orderId);
        }),
        check: () => (new Set(charges).size === charges.length ? [] : [`charged twice: ${charges.join(', ')}`]),
      };
    },
  });

  await expect(simulation).rejects.toThrow('charged twice');
});

it('charges each card once when the gateway is given the idempotency key', async () => {
  const { text } = await simulateConsumer({
    setUp() {
      const charges = new Map<string, string>();
      return {
        events,
        consumer: leaseConsumer({ source: '/shop/payment' }).on(orderPlaced, ({ data }, { idempotencyKey }) => {
          // The same key over crashes, copies and redrives: the gateway takes a repeated call for what it is.
          charges.set(idempotencyKey, data.orderId);
        }),
        check: () => (charges.size === events.length ? [] : [`${charges.size} charges for ${events.length} orders`]),
      };
    },
  });

  expect(text).toContain('200 histories broke no promise');
});

it('counts each order once when the effect is a transaction', async () => {
  await simulateConsumer({
    setUp: () => ({
      events,
      tables: { statistics: ['pk'] },
      consumer: transactionalConsumer({ source: '/shop/statistics' }).on(orderPlaced, (_event, { transaction }) => {
        transaction.update({
          TableName: 'statistics',
          Key: { pk: 'orders' },
          UpdateExpression: 'ADD placed :one',
          ExpressionAttributeValues: { ':one': 1 },
        });
      }),
      check({ items }) {
        const [orders] = items('statistics');
        return orders?.['placed'] === events.length ? [] : [`counted ${orders?.['placed']} of ${events.length} orders`];
      },
    }),
  });
});
