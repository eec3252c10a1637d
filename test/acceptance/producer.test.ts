import { scanTable } from 'fanout/testing';
import { describe, expect, it } from 'vitest';
import type { OrderItem } from './deployment.ts';
import { type Deployment, useDeployment } from './deployment.ts';

const ordersOf = async ({ clients, outputs }: Deployment, clientKey: string) => {
  const orders = await scanTable<OrderItem & { clientKey: string }>(clients, outputs.get('OrdersTableName'));
  return orders.filter((order) => order.clientKey === clientKey);
};

describe('the producer', () => {
  const deployment = useDeployment();

  it('G2 answers the same request twice with the same order and announces it once', async () => {
    const shop = deployment.current;
    const request = shop.request(await shop.stock(5));

    const first = await shop.place(request);
    const second = await shop.place(request);

    expect(first).toMatchObject({ status: 'accepted', repeated: false });
    expect(second).toEqual({ ...first, repeated: true });
    const orderId = first.result?.orderId ?? '';
    await shop.settled(orderId, 'confirmed');
    expect((await shop.ledgerOf(orderId, 4)).filter(({ type }) => type === 'order.placed')).toHaveLength(1);
  });

  it('G2 emits nothing for the transactions that are rolled back when one request comes many times at once', async () => {
    const shop = deployment.current;
    const sku = await shop.stock(50);
    const request = shop.request(sku);

    const answers = await Promise.all(Array.from({ length: 8 }, () => shop.place(request)));

    const orderIds = new Set(answers.map(({ result }) => result?.orderId));
    expect(orderIds.size).toBe(1);
    expect(answers.filter(({ repeated }) => repeated === false)).toHaveLength(1);
    expect(await ordersOf(shop, request.clientKey)).toHaveLength(1);
    const [orderId = ''] = orderIds;
    await shop.settled(orderId ?? '', 'confirmed');
    expect(await shop.factsOf(orderId ?? '')).toHaveLength(1);
    expect(await shop.availableOf(sku)).toBe(49);
  });

  it('refuses another request under the same key and writes nothing', async () => {
    const shop = deployment.current;
    const request = shop.request(await shop.stock(5));
    await shop.placeAccepted(request);

    const answer = await shop.place({ ...request, totalCents: 1 });

    expect(answer).toMatchObject({ status: 'refused', code: 'KEY_REUSED' });
    expect(await ordersOf(shop, request.clientKey)).toHaveLength(1);
  });

  it('refuses a request that breaks its schema, names the field and writes nothing', async () => {
    const shop = deployment.current;
    const request = shop.request('some-sku', { lines: [{ sku: 'some-sku', quantity: 0 }] });

    const answer = await shop.place(request);

    expect(answer).toMatchObject({ status: 'refused', code: 'REQUEST_INVALID' });
    expect(answer.message).toContain('lines[0].quantity');
    expect(await ordersOf(shop, request.clientKey)).toEqual([]);
  });
});
