import { describe, expect, it } from 'vitest';
import { leaseConsumer } from '../../../lambdas/runtime/lease-consumer.ts';
import { transactionalConsumer } from '../../../lambdas/runtime/transactional-consumer.ts';
import { SimulationFailedError, simulateConsumer } from '../../../testing/simulator/index.ts';
import { orderPlaced } from '../runtime/sample-events.ts';

const events = [1, 2, 3].map((number) => ({ event: orderPlaced, payload: { orderId: `order-${number}` } }));

const failureOf = (simulation: Promise<void>): Promise<unknown> => simulation.catch((error: unknown) => error);

describe('simulateConsumer', () => {
  it('passes a consumer whose outside system takes the idempotency key', async () => {
    await simulateConsumer({
      histories: 60,
      setUp() {
        const charges = new Map<string, string>();
        return {
          events,
          consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, ({ data }, { idempotencyKey }) => {
            charges.set(idempotencyKey, data.orderId);
          }),
          check: () => (charges.size === 3 ? [] : [`${charges.size} charges for 3 orders`]),
        };
      },
    });
  });

  it('G2 catches a consumer whose effect is not idempotent, with a short history', async () => {
    const failure = await failureOf(
      simulateConsumer({
        setUp() {
          const charges: string[] = [];
          return {
            events,
            consumer: leaseConsumer({ source: '/payment' }).on(orderPlaced, ({ data }) => {
              charges.push(data.orderId);
            }),
            check: () => (charges.length <= new Set(charges).size ? [] : [`charged twice: ${charges.join(', ')}`]),
          };
        },
      }),
    );

    expect(failure).toBeInstanceOf(SimulationFailedError);
    const { message } = failure as SimulationFailedError;
    expect(message).toMatch(/^charged twice: order-(\d).*order-\1/);
    expect(message).toMatch(/needs 3 requests and \d faults/);
  });

  it('runs the writes of a consumer on tables, and gives their items to the check', async () => {
    await simulateConsumer({
      histories: 40,
      fifo: true,
      setUp: () => ({
        events: events.map((event) => ({ ...event, orderingKey: 'all' })),
        tables: { points: ['pk'] },
        consumer: transactionalConsumer({ source: '/points' }).on(orderPlaced, (_event, { transaction }) => {
          transaction.update({
            TableName: 'points',
            Key: { pk: 'total' },
            UpdateExpression: 'ADD points :ten',
            ExpressionAttributeValues: { ':ten': 10 },
          });
        }),
        check: ({ items }) => {
          const [total] = items('points');
          return total?.['points'] === 30 ? [] : [`30 points were to be had, got ${total?.['points']}`];
        },
      }),
    });
  });
});
