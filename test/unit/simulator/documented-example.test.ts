import { defineEvent } from 'fanout/events';
import { leaseConsumer } from 'fanout/runtime';
import { simulateConsumer } from 'fanout/testing';
import { expect, it } from 'vitest';
import { z } from 'zod';

const orderPlaced = defineEvent('order.placed', z.object({ orderId: z.string() }));

it('charges each card once, whatever crashes', async () => {
  const simulation = simulateConsumer({
    setUp() {
      const charges: string[] = [];
      return {
        // Nobody hands the idempotency key on: the gateway cannot know a repeated call.
        consumer: leaseConsumer({ source: '/shop/payment' }).on(orderPlaced, ({ data }) => {
          charges.push(data.orderId);
        }),
        events: [1, 2, 3].map((number) => ({ event: orderPlaced, payload: { orderId: `order-${number}` } })),
        check: () => (new Set(charges).size === charges.length ? [] : [`charged twice: ${charges.join(', ')}`]),
      };
    },
  });

  // A consumer that is right passes: then the line is `await simulation`.
  await expect(simulation).rejects.toThrow('charged twice');
});
